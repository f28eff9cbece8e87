import { impossibleHere } from "../faults/registry.ts";
import { abilitiesOf } from "./abilities.ts";
import { type BreakerOptions, withBreaker } from "./breaker.ts";
import { wallClock } from "./clock.ts";
import { readOwners } from "./run-folder.ts";
import { type AppContext, openRunningSession } from "./session.ts";
import { type RideOptions, rideStorm, type StormEvent } from "./storm-ride.ts";
import { type StormSchedule, type StormWish, scheduleStorm } from "./storm-schedule.ts";
import { chooseRun } from "./up.ts";

export type { PlannedStrike, StormKind } from "../plan/storm.ts";
export type { StormEvent } from "./storm-ride.ts";
export { type StormWish, stormDefaults } from "./storm-schedule.ts";

/** The contract of `storm --dry --json`. */
export interface PlannedStorm extends StormSchedule {
  run: string;
}

/** The contract of `storm --json`. */
export interface StormResult {
  run: string;
  /** Null when nothing was drawn. */
  seed: string | null;
  forMs: number;
  events: StormEvent[];
  /** Kinds that were not drawn, and why. */
  leftOut: string[];
  /** Faults took effect, and the steady state came back after each. */
  survived: boolean;
  /** Why the storm ended before its time. */
  stopped?: string;
}

/** What a storm would do to the stage that is up; touches nothing. Throws LabError `usage` or `environment`. */
export async function planStormOf(context: AppContext, wish: StormWish): Promise<PlannedStorm> {
  const { run, stage } = chooseRun(context.root, wish.run);
  scheduleStorm(stage, wish, () => undefined); // wrong words are told before an engine is asked
  const session = await openRunningSession(context);
  const tools = readOwners(context.root).get(run)?.helperImages?.tools;
  const abilities = tools === undefined ? undefined : await abilitiesOf(session, tools, context);
  const impossible = (kind: string) => abilities && impossibleHere(kind, abilities);
  return { run, ...scheduleStorm(stage, wish, impossible) };
}

/** Strikes a stage that is up as planned, as long as it recovers each time; everything is reverted in any case. */
export async function storm(
  context: AppContext,
  planned: PlannedStorm,
  options: RideOptions & Pick<BreakerOptions, "onSecond" | "onState">,
): Promise<StormResult> {
  const { run, seed, forMs, leftOut } = planned;
  const ridden = await withBreaker(context, { ...options, run }, (breaker) =>
    rideStorm({ breaker, clock: wallClock, signal: context.signal }, planned, options),
  );
  const survived = ridden.stopped === undefined && ridden.events.some((event) => event.held === true);
  return { run, seed, forMs, leftOut, survived, ...ridden };
}
