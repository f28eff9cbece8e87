import { LabError } from "../model/errors.ts";
import type { FaultState } from "../model/fault.ts";
import { stretched } from "../model/patience.ts";
import type { Clock } from "../model/ports.ts";
import { isSustained } from "../model/steady.ts";
import { type PlannedStrike, wavesOf } from "../plan/storm.ts";
import type { BlowResult } from "./blow.ts";
import { type Breaker, requireSteady, sustainedSeconds } from "./breaker.ts";
import { recoverWithinMs, type StormSchedule } from "./storm-schedule.ts";

/** What became of one fault: instants as in `break --json`, null for what did not happen. */
export interface StormEvent extends PlannedStrike {
  /** `left-out`: its time never came; `refused`: it cannot be done to this server, see `detail`. */
  state: FaultState | "left-out" | "refused";
  detail: string;
  injectedAt: string | null;
  verifiedAt: string | null;
  revertedAt: string | null;
  /** The effect was still there when its time was up. */
  held: boolean | null;
  /** From the order to revert until users saw only good seconds. */
  recoveredMs: number | null;
  /** Share of the users' requests that failed while it was on. */
  failedShare: number | null;
}

export interface RideOptions {
  /** The steady state holds: the storm's time begins. */
  onBegin?: () => void;
  /** A fault that does not strike, and why. */
  onPassed?: (event: StormEvent) => void;
}

interface Rider {
  breaker: Pick<Breaker, "stage" | "port" | "watch" | "steady" | "strike">;
  clock: Clock;
  signal: AbortSignal;
}

const untouched = (strike: PlannedStrike, state: StormEvent["state"], detail: string): StormEvent => ({
  ...strike,
  state,
  detail,
  injectedAt: null,
  verifiedAt: null,
  revertedAt: null,
  held: null,
  recoveredMs: null,
  failedShare: null,
});

function eventOf(strike: PlannedStrike, result: BlowResult): StormEvent {
  const { state, detail, injectedAt, verifiedAt, revertedAt, held, recoveredMs } = result;
  const failedShare = result.users?.during.failedShare ?? null;
  return { ...strike, state, detail, injectedAt, verifiedAt, revertedAt, held, recoveredMs, failedShare };
}

/** Timers are late by a little: no reason to leave a wave out that ends with the storm. */
const timerMs = 250;

/** Undefined when it is about the engine, a Ctrl-C or a bug; without a refused fault the storm can go on. */
function refusal(thrown: unknown): string | undefined {
  const about = thrown instanceof LabError && ["usage", "fault", "environment"].includes(thrown.code);
  return about ? thrown.message : undefined;
}

/** Faults that this stage refuses are known, and helpers warm, before the first one strikes. */
async function refusedOf({ breaker }: Rider, strikes: readonly PlannedStrike[]) {
  const refused = new Map<PlannedStrike, string>();
  for (const strike of strikes) {
    try {
      await breaker.port.prepare(breaker.stage, { ...strike, ttlMs: strike.forMs });
    } catch (thrown) {
      const reason = refusal(thrown);
      if (reason === undefined) throw thrown;
      refused.set(strike, reason);
    }
  }
  return refused;
}

/** All of a wave, each at its time; settles only when every one of them is reverted. */
async function strikeWave(
  { breaker, clock, signal }: Rider,
  wave: readonly PlannedStrike[],
  beginMs: number,
): Promise<StormEvent[]> {
  const one = async (strike: PlannedStrike): Promise<StormEvent> => {
    await clock.sleep(Math.max(0, beginMs + strike.atMs - clock.now()), signal);
    try {
      return eventOf(strike, await breaker.strike(strike));
    } catch (thrown) {
      const reason = refusal(thrown);
      if (reason === undefined) throw thrown;
      return untouched(strike, "refused", reason);
    }
  };
  const ended = await Promise.allSettled(wave.map(one));
  return ended.map((each) => {
    if (each.status === "rejected") throw each.reason;
    return each.value;
  });
}

/** True when users see good seconds only, now or before the patience is over. */
async function holds({ breaker }: Rider, patienceMs: number): Promise<boolean> {
  if (isSustained(breaker.watch?.seconds ?? [], sustainedSeconds)) return true;
  return breaker.steady(Math.max(0, patienceMs));
}

/** Why the storm may not go on after these faults; undefined when it may. */
async function harm(rider: Rider, events: readonly StormEvent[]): Promise<string | undefined> {
  const left = events.find((event) => event.state === "not-healed");
  if (left) return `${left.kind} of ${left.target} could not be healed: ./lab heal`;
  const reverted = events.flatMap(({ revertedAt }) => (revertedAt === null ? [] : [Date.parse(revertedAt)]));
  if (reverted.length === 0) return undefined;
  if (await holds(rider, Math.max(...reverted) + recoverWithinMs - rider.clock.now())) return undefined;
  const names = events.map((event) => `${event.kind} of ${event.target}`).join(" and ");
  return `the steady state was not back ${recoverWithinMs / 1000} s after ${names}`;
}

/**
 * Carries a storm out on a stage that is open for breaking: wave after wave, as long as the steady state comes back.
 * Throws LabError `fault` when it does not hold in the beginning; a Ctrl-C or a lost engine is thrown once all is
 * reverted.
 */
export async function rideStorm(
  rider: Rider,
  { strikes, forMs }: Pick<StormSchedule, "strikes" | "forMs">,
  { onBegin, onPassed }: RideOptions,
): Promise<{ events: StormEvent[]; stopped?: string }> {
  const { breaker, clock, signal } = rider;
  const events = new Map<PlannedStrike, StormEvent>();
  const pass = (strike: PlannedStrike, state: "left-out" | "refused", why: string) => {
    const event = untouched(strike, state, why);
    events.set(strike, event);
    onPassed?.(event);
  };
  const refused = await refusedOf(rider, strikes);
  await requireSteady(breaker, "./lab heal takes away what may still be on");
  onBegin?.();
  const beginMs = clock.now();
  for (const [strike, why] of refused) pass(strike, "refused", why);

  /** Why the storm ends here, if it does. */
  const waveOf = async (wave: readonly PlannedStrike[]): Promise<string | undefined> => {
    const startMs = beginMs + wave[0]!.atMs;
    await clock.sleep(Math.max(0, startMs - clock.now()), signal);
    if (!(await holds(rider, stretched(recoverWithinMs))))
      return "the steady state did not hold before the next fault";
    // a wave that had to wait comes late as a whole, unless it would then last beyond the end
    const lateMs = Math.max(0, clock.now() - startMs);
    if (Math.max(...wave.map((one) => one.atMs + one.forMs)) + lateMs > forMs + timerMs) {
      for (const strike of wave) pass(strike, "left-out", "the recovery before it left no time");
      return undefined;
    }
    const struck = await strikeWave(rider, wave, beginMs + lateMs);
    for (const [at, event] of struck.entries()) {
      events.set(wave[at]!, event);
      if (event.state === "refused") onPassed?.(event);
    }
    return harm(rider, struck);
  };

  let stopped: string | undefined;
  for (const wave of wavesOf(strikes.filter((strike) => !refused.has(strike)))) {
    stopped = await waveOf(wave);
    if (stopped !== undefined) break;
  }
  for (const strike of strikes) {
    if (!events.has(strike)) pass(strike, "left-out", "the storm was stopped before it");
  }
  const all = strikes.map((strike) => events.get(strike)!);
  return stopped === undefined ? { events: all } : { events: all, stopped };
}
