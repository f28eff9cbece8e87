import { againOf, sidesOf } from "../model/again.ts";
import { longestMs, overrunMs } from "../model/commands.ts";
import type { Claim, FigurePlace } from "../model/lab.ts";
import type { Action, PlannedPhase } from "../model/plan.ts";

type Done = Extract<Action, { kind: "measure" | "try" }>;

/** A second measurement, and after which action it comes: the other side's. */
interface Again {
  action: Done;
  after: Done;
}

const isDone = (action: Action): action is Done => action.kind === "measure" || action.kind === "try";

/**
 * A run's actions with the second measurements of its A/A controls, each in the last round and right after the other
 * side: on a stage that is up already, else on its own stage, brought up once more at the end. What several claims
 * need is measured once. A claim whose sides are not both in the plan gets none.
 */
export function withAgain(actions: readonly Action[], claims: readonly Claim[]): Action[] {
  const found = claims.flatMap((claim) => againFor(claim, actions.filter(isDone)));
  const nameOf = ({ action }: Again) => `${action.step} ${action.on}`;
  const merged = [...new Set(found.map(nameOf))].map((name) =>
    together(
      found.filter((one) => nameOf(one) === name),
      actions,
    ),
  );
  const here = merged.filter(({ action, after }) => action.on === after.on);
  const elsewhere = merged.filter((one) => !here.includes(one)).map(({ action }) => action);
  return [
    ...actions.flatMap((action) => [
      action,
      ...here.filter(({ after }) => after === action).map((one) => one.action),
    ]),
    ...[...new Set(elsewhere.map(({ on }) => on))].flatMap((on) => onceMore(on, actions, elsewhere)),
  ];
}

function againFor(claim: Claim, done: readonly Done[]): Again[] {
  const [upper, lower] = sidesOf(claim.subject);
  if (claim.again === undefined || !upper || !lower) return [];
  const [first, other] = claim.again === "lower" ? [lower, upper] : [upper, lower];
  const last = (side: FigurePlace) =>
    done.findLast((action) => action.step === side.during?.step && action.on === side.on);
  const [source, after] = [last(first), last(other)];
  if (!source || !after) return [];
  const phases = claim.again === "phases" ? [first, other] : [first];
  return [{ action: repeated(source, phases, claim.again === "phases"), after }];
}

/** The action once more: of a try only the command, of a load only the phases that are needed. */
function repeated(source: Done, sides: readonly FigurePlace[], quiet: boolean): Done {
  const step = againOf(source.step);
  const slackMs = source.deadlineMs - lastsMs(source);
  if (source.kind === "try") {
    const commands = source.commands.filter(({ id }) => sides.some(({ of }) => of === id));
    const again = { ...source, step, commands: commands.length > 0 ? commands : source.commands };
    return { ...again, deadlineMs: lastsMs(again) + slackMs };
  }
  const { fault, commands = [], ...rest } = source;
  const phases = until(sides, source.phases);
  const names = phases.map(({ name }) => name);
  const kept = quiet ? [] : commands.filter(({ phase }) => phase === "all" || names.includes(phase));
  const again: Done = {
    ...rest,
    step,
    phases,
    ...(fault && !quiet && names.includes("fault") && { fault }),
    ...(kept.length > 0 && { commands: kept }),
  };
  return { ...again, deadlineMs: lastsMs(again) + slackMs };
}

/** Phases up to the last that one of the sides is read from. */
function until(sides: readonly FigurePlace[], phases: readonly PlannedPhase[]): PlannedPhase[] {
  const places = sides.map(({ during }) => phases.findIndex(({ name }) => name === during?.phase));
  return places.includes(-1) ? [...phases] : phases.slice(0, Math.max(...places) + 1);
}

function lastsMs(action: Done): number {
  if (action.kind === "try") return action.commands.reduce((sum, command) => sum + longestMs(command), 0);
  const phasesMs = action.phases.reduce((sum, phase) => sum + phase.ms, 0);
  return phasesMs + overrunMs(action.phases, action.commands);
}

/** Second measurements of one step on one stage as one: it has what each of them needs, and comes after all. */
function together(several: readonly Again[], actions: readonly Action[]): Again {
  const longest = several.reduce((one, other) => (size(other.action) > size(one.action) ? other : one));
  const needed = several.flatMap(({ action }) => action.commands ?? []);
  const commands = [...new Map(needed.map((command) => [command.id, command])).values()];
  const action: Done = { ...longest.action, ...(commands.length > 0 && { commands }) };
  const deadlineMs = action.deadlineMs - lastsMs(longest.action) + lastsMs(action);
  const after = several
    .map((one) => one.after)
    .reduce((one, other) => (actions.indexOf(other) > actions.indexOf(one) ? other : one));
  return { action: { ...action, deadlineMs }, after };
}

const size = (action: Done): number =>
  action.kind === "try" ? action.commands.length : action.phases.length;

/** A stage that went down before the other side was measured comes up once more, as it did then. */
function onceMore(on: string, actions: readonly Action[], again: readonly Done[]): Action[] {
  const edge = (kind: "stage-up" | "stage-down") =>
    actions.filter((action) => action.kind === kind && action.on === on).slice(-1);
  return [...edge("stage-up"), ...again.filter((action) => action.on === on), ...edge("stage-down")];
}
