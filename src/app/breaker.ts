import { paramsOf } from "../faults/registry.ts";
import { findTarget } from "../faults/target.ts";
import { LabError, messageOf } from "../model/errors.ts";
import type { FaultState } from "../model/fault.ts";
import type { ActiveFault, FaultPort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import {
  intendedView,
  isSustained,
  recoveredAt,
  type UserSecond,
  type UserView,
  userView,
} from "../model/steady.ts";
import { abilitiesOf } from "./abilities.ts";
import { type FaultRoom, roomOfRun } from "./fault-room.ts";
import { closeFaults, type Keeper, ownIdentity, startKeeper } from "./keeper.ts";
import { readOwners } from "./run-folder.ts";
import { type AppContext, openRunningSession } from "./session.ts";
import { chooseRun } from "./up.ts";
import { startWatch, type Watch } from "./watch.ts";
import { workerFile } from "./worker-file.ts";

/** One fault as somebody wants it. */
export interface Blow {
  kind: string;
  target: string;
  params: Readonly<Record<string, string | number>>;
  forMs: number;
}

/** The contract of `break --json`; instants are ISO 8601, null for what did not happen. */
export interface BlowResult {
  fault: string;
  run: string;
  kind: string;
  target: string;
  params: Readonly<Record<string, string | number>>;
  /** `healed` is the good end. */
  state: FaultState;
  detail: string;
  injectedAt: string | null;
  verifiedAt: string | null;
  revertedAt: string | null;
  healedAt: string | null;
  /** The effect was still there when its time was up; null when it never was. */
  held: boolean | null;
  /** From the order to the proved effect, and from the order to revert to the proved absence. */
  commandToEffectMs: number | null;
  revertToHealthyMs: number | null;
  /** From the order to revert until users saw only good seconds from then on; null when not seen. */
  recoveredMs: number | null;
  users: { before: UserView; during: UserView; after: UserView } | null;
}

/** A stage that is up, with everything it takes to break it and to see what that does. */
export interface Breaker {
  run: string;
  stage: RunningStage;
  port: FaultPort;
  watch: Watch | undefined;
  /** Resolves when users have seen good seconds only for a while; false at the deadline. */
  steady(deadlineMs: number): Promise<boolean>;
  /** Injects, proves, waits, reverts, and watches the recovery. Whatever happens, the fault is reverted. */
  strike(blow: Blow): Promise<BlowResult>;
}

export interface BreakerOptions {
  run?: string;
  /** No load and no look at the users. */
  blind?: boolean;
  path?: string;
  ratePerS?: number;
  onSecond?: (second: UserSecond) => void;
  onState?: (state: FaultState, blow: Blow, detail: string) => void;
}

const proveWithinMs = 5000;
const healWithinMs = 30_000;
/** When we are asked to stop there is less patience. */
const hurriedMs = 12_000;
const recoverWithinMs = 30_000;
/** Beyond what was asked for, before anybody else may revert. */
const leaseSlackMs = 5000;
/** So many good seconds in a row are a steady state. */
export const sustainedSeconds = 3;
const steadyBeforeMs = 10_000;

export const watchDefaults = { path: "/feed", ratePerS: 20 };

const iso = (ms: number | undefined): string | null => (ms === undefined ? null : new Date(ms).toISOString());

/** Opens a stage that `up` left up for breaking, and closes it again: idle helpers go, the keeper may leave. */
export async function withBreaker<T>(
  context: AppContext,
  options: BreakerOptions,
  work: (breaker: Breaker) => Promise<T>,
  check: (stage: RunningStage) => void = () => {},
): Promise<T> {
  const { run, stage } = chooseRun(context.root, options.run);
  check(stage); // wrong words are told before anything starts
  const session = await openRunningSession(context);
  const record = readOwners(context.root).get(run);
  const tools = record?.helperImages?.tools;
  if (!record || !tools) {
    throw new LabError(
      "environment",
      `the run ${run} has no image for helpers, so nothing of it can be broken`,
      { next: "take it down and bring it up again: ./lab down, ./lab up STAGE" },
    );
  }
  const abilities = await abilitiesOf(session, tools, context);
  const room = roomOfRun(session, context.root, record);
  const owner = await ownIdentity();
  let keeper: Keeper | undefined;
  let watch: Watch | undefined;
  try {
    if (!options.blind) {
      watch = startWatch({
        url: stage.url,
        path: options.path ?? watchDefaults.path,
        ratePerS: options.ratePerS ?? watchDefaults.ratePerS,
        workerFile: workerFile(context.root),
        ...(options.onSecond && { onSecond: options.onSecond }),
      });
    }
    keeper = await startKeeper(context, run, owner);
    context.signal.throwIfAborted();
    const port = room.portFor(owner, () => abilities);
    return await work(breakerOf({ run, stage, port, watch, room }, context.signal, options));
  } finally {
    await watch?.stop();
    if (keeper) await closeFaults(room, keeper);
  }
}

/** Aborted a while after we were asked to stop: that signal itself must not stop the healing. */
function patienceOf(signal: AbortSignal): AbortSignal {
  const patience = new AbortController();
  const hurry = () => void setTimeout(() => patience.abort(signal.reason), hurriedMs).unref();
  if (signal.aborted) hurry();
  else signal.addEventListener("abort", hurry, { once: true });
  return patience.signal;
}

function breakerOf(
  { run, stage, port, watch, room }: Omit<Breaker, "steady" | "strike"> & { room: FaultRoom },
  signal: AbortSignal,
  options: BreakerOptions,
): Breaker {
  const { pause, now } = room.reach;
  const tell = options.onState ?? (() => {});

  const steady = async (deadlineMs: number): Promise<boolean> => {
    if (!watch) return true;
    const end = now() + deadlineMs;
    const from = watch.seconds.length;
    while (!isSustained(watch.seconds.slice(from), sustainedSeconds)) {
      if (now() >= end) return false;
      await watch.next(signal);
    }
    return true;
  };

  /** A load that broke in the meantime leaves the recovery unseen; what was done is told all the same. */
  const recovers = async (): Promise<boolean> => {
    try {
      return await steady(recoverWithinMs);
    } catch (thrown) {
      if (thrown instanceof LabError && thrown.code === "load") return false;
      throw thrown;
    }
  };

  const strike = async (blow: Blow): Promise<BlowResult> => {
    const order = { ...blow, ttlMs: blow.forMs + leaseSlackMs };
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
    if (hindered !== undefined && !(hindered instanceof LabError && hindered.code !== "engine"))
      throw hindered;
    const sustained = watch !== undefined && state === "healed" && (await recovers());
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
  };
  return { run, stage, port, watch, steady, strike };
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

/** Says all that is wrong with a blow before anything starts; throws LabError `usage`. */
export function checkBlow(stage: RunningStage, blow: Blow): void {
  paramsOf(blow.kind, blow.params);
  findTarget(stage, blow.target);
}

/** No fault is injected into a service that does not work: throws LabError `fault` then. */
export async function requireSteady(
  breaker: Pick<Breaker, "steady" | "watch">,
  next = "./lab heal takes away what may still be on; --anyway breaks it all the same",
): Promise<void> {
  if (await breaker.steady(steadyBeforeMs)) return;
  const seen = userView(breaker.watch?.seconds ?? [], 0, Number.POSITIVE_INFINITY);
  const share =
    seen.failedShare === null
      ? "no request was answered"
      : `${(seen.failedShare * 100).toFixed(0)} % of requests failed`;
  throw new LabError("fault", `the steady state does not hold (${share}): nothing was broken`, { next });
}
