import type { PhaseName } from "../../model/lab.ts";
import type { Metric } from "../../model/metrics.ts";
import type { Draft, DraftStep } from "../schema/draft.ts";
import { durationMs, ratePerS } from "../schema/units.ts";

/** What users may do, besides asking for pages. */
type Deed = "login" | "ledger" | "read";

const deeds: Record<Deed, string> = {
  login: "users who log in",
  ledger: "users who write to a ledger",
  read: "users who read their own writes back",
};

/** A step that measures, as far as it is well-formed. */
export interface MeasuringStep {
  id: string;
  index: number;
  on: string[];
  load: { name: string; kind: "open" | "peak"; ratePerS: number; does: ReadonlySet<Deed> } | undefined;
  /** Phases that figures can be taken from, with their lengths; a peak load's is not known before. */
  phases: Map<PhaseName, number | undefined>;
  hasFault: boolean;
  /** It only tries commands: there is no load. */
  tries: boolean;
  /** Ids of the commands that it runs on a stage; of one phase when told. */
  commandsOn: (alias: string, phase?: PhaseName) => string[];
}

/** Length of a measuring step that says neither `phases` nor `for`. */
export const defaultForMs = 10_000;

/** The measuring steps whose essential parts are there. */
export function measuringSteps(draft: Draft): MeasuringStep[] {
  return (draft.steps ?? []).flatMap((step, index) => {
    const on = step?.measure?.on ?? step?.try?.on;
    if (!step?.id || !on) return [];
    return [
      {
        id: step.id,
        index,
        on: on.filter((alias) => alias !== undefined),
        load: loadOf(draft, step.measure?.load),
        phases: step.try ? new Map([["all", undefined]]) : phasesOf(draft, step),
        hasFault: step.fault !== undefined,
        tries: step.try !== undefined,
        commandsOn: (alias, phase = "all") => commandsOn(step, alias, phase),
      },
    ];
  });
}

function commandsOn(step: DraftStep, alias: string, phase: PhaseName): string[] {
  return [...(step.try?.commands ?? []), ...(step.commands ?? [])].flatMap((command) => {
    if (command?.id === undefined || (command.only && !command.only.includes(alias))) return [];
    return phase === "all" || ("at" in command && command.at === phase) ? [command.id] : [];
  });
}

function loadOf(draft: Draft, name: string | undefined): MeasuringStep["load"] {
  const load = name === undefined ? undefined : draft.loads?.[name];
  if (name === undefined || !load) return undefined;
  if (load.peak) return { name, kind: "peak", ratePerS: 0, does: new Set() };
  const mixed = Object.keys(load.mix ?? {}).flatMap((journey) => draft.journeys?.[journey] ?? []);
  return {
    name,
    kind: "open",
    ratePerS: load.open?.rate === undefined ? 0 : ratePerS(load.open.rate),
    does: new Set(
      (Object.keys(deeds) as Deed[]).filter((deed) => mixed.some((step) => step?.[deed] !== undefined)),
    ),
  };
}

function phasesOf(draft: Draft, step: DraftStep): MeasuringStep["phases"] {
  const { load, phases, for: length } = step.measure!;
  if (load !== undefined && draft.loads?.[load]?.peak) return new Map([["all", undefined]]);
  if (!phases) {
    const ms = length === undefined ? defaultForMs : durationMs(length);
    return new Map([
      ["baseline", ms],
      ["all", ms],
    ]);
  }
  const lengths = new Map<PhaseName, number>();
  for (const name of ["baseline", "fault", "recovery"] as const) {
    const ms = phases[name] === undefined ? 0 : durationMs(phases[name]);
    if (ms > 0) lengths.set(name, ms);
  }
  lengths.set(
    "all",
    [...lengths.values()].reduce((sum, ms) => sum + ms, 0),
  );
  return lengths;
}

const inPhase = (phase: PhaseName): string => (phase === "all" ? "" : ` in the ${phase} phase`);

/** Why a step does not yield a metric in a phase (whatever the stage), or nothing when it does. */
export function lacks(step: MeasuringStep, metric: Metric, phase: PhaseName): string | undefined {
  if (metric.by === "command") {
    const commands = step.on.flatMap((alias) => step.commandsOn(alias, phase));
    if (commands.length === 0) return `${metric.name} needs commands; ${step.id} has none${inPhase(phase)}`;
  } else if (step.tries) return `${metric.name} needs a load; ${step.id} only tries commands`;
  const needed = metric.needs?.load ?? "open";
  if (step.load && needed !== "any" && needed !== "none" && step.load.kind !== needed) {
    return `${metric.name} needs ${needed === "peak" ? "a peak" : "an open"} load; ${step.id} has the ${step.load.kind} load ${step.load.name}`;
  }
  if (metric.needs?.fault && !step.hasFault) return `${metric.name} needs a fault; ${step.id} has none`;
  if (metric.needs?.fault && phase !== metric.phase) {
    return `${metric.name} is a figure of the ${metric.phase} phase, not of ${phase}`;
  }
  for (const deed of Object.keys(deeds) as Deed[]) {
    if (!metric.needs?.[deed] || !step.load || step.load.does.has(deed)) continue;
    return `${metric.name} needs ${deeds[deed]}; none of the journeys of ${step.load.name} does`;
  }
  if (!step.phases.has(phase)) {
    return `${step.id} has no ${phase} phase; it has ${[...step.phases.keys()].join(", ")}`;
  }
  return undefined;
}

/** Where a figure is taken from unless something else is said: the metric's own phase, or the whole step. */
export function ownPhase(step: MeasuringStep, metric: Metric): PhaseName {
  return step.phases.has(metric.phase) ? metric.phase : "all";
}
