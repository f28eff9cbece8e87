import { ownIdentity } from "../docker/process-identity.ts";
import { LabError } from "../model/errors.ts";
import type { FaultState } from "../model/fault.ts";
import type { FaultPort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import { isSustained, type UserSecond, userView } from "../model/steady.ts";
import { abilitiesOf } from "./abilities.ts";
import type { Blow, BlowResult } from "./blow.ts";
import { type FaultRoom, roomOfRun } from "./fault-room.ts";
import { closeFaults, type Keeper, startKeeper } from "./keeper.ts";
import { adaptPatience } from "./patience.ts";
import { readOwners } from "./run-folder.ts";
import { type AppContext, openRunningSession } from "./session.ts";
import { strike } from "./strike.ts";
import { chooseRun } from "./up.ts";
import { startWatch, type Watch } from "./watch.ts";
import { workerFile } from "./worker-file.ts";

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

/** So many good seconds in a row are a steady state. */
export const sustainedSeconds = 3;
const steadyBeforeMs = 10_000;

export const watchDefaults = { path: "/feed", ratePerS: 20 };

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
  await adaptPatience(context, session, tools);
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

function breakerOf(
  { run, stage, port, watch, room }: Omit<Breaker, "steady" | "strike"> & { room: FaultRoom },
  signal: AbortSignal,
  options: BreakerOptions,
): Breaker {
  const { now } = room.reach;
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

  const striker = { run, stage, port, watch, steady, reach: room.reach, signal, tell };
  return { run, stage, port, watch, steady, strike: (blow) => strike(blow, striker) };
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
