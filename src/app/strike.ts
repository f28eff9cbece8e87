import type { Reach } from "../faults/fault.ts";
import { LabError, messageOf } from "../model/errors.ts";
import type { FaultState } from "../model/fault.ts";
import { stretched } from "../model/patience.ts";
import type { ActiveFault, FaultPort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import { intendedView, recoveredAt } from "../model/steady.ts";
import type { Blow, BlowResult } from "./blow.ts";
import type { Watch } from "./watch.ts";

const proveWithinMs = 5000;
const healWithinMs = 30_000;
/** When we are asked to stop there is less patience. */
const hurriedMs = 12_000;
const recoverWithinMs = 30_000;
/** Beyond what was asked for, before anybody else may revert. */
const leaseSlackMs = 5000;

export interface Striker {
  run: string;
  stage: RunningStage;
  port: FaultPort;
  watch: Watch | undefined;
  /** Resolves when users have seen good seconds only for a while; false at the deadline. */
  steady: (deadlineMs: number) => Promise<boolean>;
  reach: Pick<Reach, "pause" | "now">;
  signal: AbortSignal;
  tell: (state: FaultState, blow: Blow, detail: string) => void;
}

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

/** Aborted a while after we were asked to stop: that signal itself must not stop the healing. */
function patienceOf(signal: AbortSignal): AbortSignal {
  const patience = new AbortController();
  const hurry = () => void setTimeout(() => patience.abort(signal.reason), hurriedMs).unref();
  if (signal.aborted) hurry();
  else signal.addEventListener("abort", hurry, { once: true });
  return patience.signal;
}

/** A load that broke in the meantime leaves the recovery unseen; what was done is told all the same. */
async function recovers(steady: Striker["steady"]): Promise<boolean> {
  try {
    return await steady(stretched(recoverWithinMs));
  } catch (thrown) {
    if (thrown instanceof LabError && thrown.code === "load") return false;
    throw thrown;
  }
}

/** Injects, proves, waits, reverts, and watches the recovery. Whatever happens, the fault is reverted. */
export async function strike(blow: Blow, striker: Striker): Promise<BlowResult> {
  const { run, stage, port, watch, signal, tell } = striker;
  const { pause, now } = striker.reach;
  const order = { ...blow, ttlMs: blow.forMs + stretched(leaseSlackMs) };
  await port.prepare(stage, order);
  const at: Partial<
    Record<"ordered" | "injected" | "verified" | "reverting" | "reverted" | "healed", number>
  > = {};
  let state = "intent" as FaultState;
  const enter = (next: FaultState, detail = "") => {
    state = next;
    tell(next, blow, detail);
  };
  signal.throwIfAborted(); // who has asked us to stop must not see it strike
  at.ordered = now();
  enter("intent");
  let held: boolean | null = null;
  const active: ActiveFault = await port.inject(stage, order);
  let hindered: unknown;
  try {
    at.injected = now();
    enter("injected", active.detail);
    if (await active.prove(proveWithinMs, signal)) {
      at.verified = now();
      enter("verified", active.detail);
      await pause(Math.max(0, at.injected + blow.forMs - now()), signal);
      held = await active.verify();
    } else {
      enter("did-not-bite", active.detail);
    }
  } finally {
    at.reverting = now();
    const bit = at.verified !== undefined;
    let healed = false;
    try {
      await active.revert();
      at.reverted = now();
      if (bit) enter("reverted");
      healed = await active.healed(healWithinMs, patienceOf(signal));
    } catch (thrown) {
      // it stays open in the journal: the keeper, or the next call, goes on
      hindered = thrown;
    }
    if (healed) at.healed = now();
    if (bit || !healed)
      enter(healed ? "healed" : "not-healed", hindered === undefined ? "" : messageOf(hindered));
  }
  if (hindered !== undefined && !(hindered instanceof LabError && hindered.code !== "engine")) throw hindered;
  const sustained = watch !== undefined && state === "healed" && (await recovers(striker.steady));
  const users = watch && usersOf(watch, at.ordered, at.reverting, now());
  // users who never saw a bad second had nothing to recover from
  const recovered = sustained ? (recoveredAt(watch.seconds) ?? at.reverting) : undefined;
  return {
    fault: active.id,
    run,
    kind: blow.kind,
    target: blow.target,
    params: blow.params,
    state,
    detail: hindered === undefined ? active.detail : messageOf(hindered),
    injectedAt: iso(at.injected),
    verifiedAt: iso(at.verified),
    revertedAt: iso(at.reverted),
    healedAt: iso(at.healed),
    held,
    commandToEffectMs: at.verified === undefined ? null : at.verified - at.ordered,
    revertToHealthyMs: at.healed === undefined ? null : at.healed - at.reverting,
    recoveredMs: recovered === undefined ? null : Math.max(0, recovered - at.reverting),
    users: users ?? null,
  };
}

function usersOf(
  watch: Watch,
  fromMs: number,
  toMs: number,
  endMs: number,
): NonNullable<BlowResult["users"]> {
  return {
    before: intendedView(watch.ticks, watch.seconds, 0, fromMs),
    during: intendedView(watch.ticks, watch.seconds, fromMs, toMs),
    after: intendedView(watch.ticks, watch.seconds, toMs, endMs),
  };
}
