import { choose } from "../../model/nearest.ts";
import type { Stage } from "../../model/stage.ts";
import type { DraftStep } from "../schema/draft.ts";
import { durationMs } from "../schema/units.ts";
import type { Path } from "../source/yaml.ts";
import { defaultQuick } from "./claims.ts";
import type { CheckContext } from "./context.ts";

type Command = NonNullable<NonNullable<DraftStep["commands"]>[number]>;

/** The services of a stage that are there with its variant: of servers, and helpers. */
export function servicesOf(stage: Stage): string[] {
  const ofServers = stage.servers.flatMap(({ services, sandbox }) => [
    ...services,
    ...(sandbox === undefined ? [] : [sandbox]),
  ]);
  return [...new Set([...ofServers, ...(stage.helpers ?? []).map((helper) => helper.service)])];
}

/** Commands have names of their own, run where there is something to run in, and while their step lasts. */
export function checkCommands(step: DraftStep, index: number, context: CheckContext): void {
  const key = step.try ? "try" : "measure";
  const on = (step[key]?.on ?? []).filter((alias) => alias !== undefined);
  const path: Path = ["steps", index];
  if (step.try) checkAliases(step, path, context);
  const seen = new Map<string, number>();
  const commands = step.try ? step.try.commands : step.commands;
  const at: Path = step.try ? [...path, "try", "commands"] : [...path, "commands"];
  const peak = step.measure?.load !== undefined && context.draft.loads?.[step.measure.load]?.peak;
  if (commands && peak) {
    const next = "use an open load, or a step with `try`";
    context.findings.add(at, "a peak load takes no commands", next, "key");
    return;
  }
  commands?.forEach((command, nth) => {
    if (!command) return;
    checkId(command, [...at, nth], seen, context);
    checkPlace(command, [...at, nth], on, context);
    checkTimes(command, [...at, nth], index, context);
  });
}

function onceOnly(
  aliases: readonly (string | undefined)[] | undefined,
  at: number,
  place: Path,
  findings: CheckContext["findings"],
): void {
  const alias = aliases?.[at];
  if (aliases?.indexOf(alias) !== at) findings.add(place, `the stage "${alias}" is there twice`);
}

function checkAliases(step: DraftStep, path: Path, { findings, aliases }: CheckContext): void {
  step.try?.on?.forEach((alias, at) => {
    if (alias === undefined) return;
    const place = [...path, "try", "on", at];
    findings.known(place, "stage alias", alias, aliases);
    onceOnly(step.try?.on, at, place, findings);
  });
}

function checkId(command: Command, path: Path, seen: Map<string, number>, { findings }: CheckContext): void {
  if (command.id === undefined) return;
  const place = [...path, "id"];
  const first = seen.get(command.id);
  if (first === undefined) seen.set(command.id, findings.source.placeOf(place).line ?? 0);
  else
    findings.add(
      place,
      `the command id "${command.id}" is there twice in this step`,
      `the first is on line ${first}`,
    );
}

// A stage's variant may lack what its base has: each stage is looked at.
function checkPlace(command: Command, path: Path, on: string[], { findings, stages }: CheckContext): void {
  const only = command.only?.filter((alias, at) => {
    if (alias === undefined) return false;
    onceOnly(command.only, at, [...path, "only", at], findings);
    return findings.known([...path, "only", at], "stage of this step called", alias, on);
  });
  const name = command.in;
  if (name === undefined) return;
  for (const alias of on) {
    const stage = stages.get(alias);
    if (!stage || (only && !only.includes(alias))) continue;
    const services = servicesOf(stage);
    if (services.includes(name)) continue;
    const next = choose(name, services, "services");
    findings.add([...path, "in"], `the stage "${alias}" has no service "${name}"`, next);
  }
}

// A phase must have begun, and last, when its command runs; also with --quick, which leaves `after` as it is.
function checkTimes(command: Command, path: Path, index: number, context: CheckContext): void {
  const { findings, measuring, draft } = context;
  if (command.timeout !== undefined && durationMs(command.timeout) === 0)
    findings.add([...path, "timeout"], "a command needs some time", "timeout: 10s");
  const step = measuring.find((one) => one.index === index);
  if (!step || command.at === undefined) return;
  const ms = step.phases.get(command.at);
  if (ms === undefined) {
    const has = [...step.phases.keys()].filter((phase) => phase !== "all");
    findings.add([...path, "at"], `${step.id} has no ${command.at} phase`, `it has ${has.join(", ")}`);
    return;
  }
  if (command.after === undefined) return;
  const quickMs = Math.min(ms, ms * (draft.quick?.phases ?? defaultQuick.phases));
  if (durationMs(command.after) < quickMs) return;
  findings.add(
    [...path, "after"],
    `the ${command.at} phase is over after ${command.after}`,
    `with --quick it lasts ${quickMs / 1000} s`,
  );
}
