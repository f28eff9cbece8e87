import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { drawFigure } from "../../guide/draw.ts";
import { missingServers } from "../../guide/missing.ts";
import type { Claim, Lab } from "../../model/lab.ts";
import type { Measurements } from "../../model/measurement.ts";
import type { Plan } from "../../model/plan.ts";
import type { ClaimVerdict } from "../../model/verdict.ts";
import type { AskedFigure, Evidence, StepEvidence } from "../../model/walk.ts";
import type { FinishedRun } from "../../report/finished-run.ts";
import { judgeClaim } from "../../verdict/claim.ts";
import { readRun } from "../read-run.ts";
import { runsDir } from "../run-folder.ts";

/** The learner's own runs of a lab, by the step that they measured: the latest of each. */
export type OwnRuns = ReadonlyMap<string, FinishedRun>;

/**
 * Looks for runs of this checkout that were made with the learner's seed, by the walk or by a typed command. One that
 * was stopped, or whose step was not measured to its end, is none.
 */
export async function ownRuns(root: string, lab: Lab, seed: string): Promise<OwnRuns> {
  const found = new Map<string, FinishedRun>();
  for (const folder of plannedFor(root, lab.id, seed)) {
    const read = await readRun(folder).catch(() => undefined); // a damaged folder proves nothing
    if (!read?.complete || read.run.measurements.run !== basename(folder)) continue;
    for (const step of lab.steps) if (isMeasured(read.run, lab, step.id)) found.set(step.id, read.run);
  }
  return found;
}

/** Folders of runs, oldest first. */
function plannedFor(root: string, lab: string, seed: string): string[] {
  let names: string[] = [];
  try {
    names = readdirSync(runsDir(root)).sort();
  } catch {
    return []; // nothing was run here yet
  }
  return names
    .map((name) => join(runsDir(root), name))
    .filter((folder) => {
      try {
        const plan = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8")) as Partial<Plan>;
        return plan.lab === lab && plan.seed === seed && plan.run === basename(folder);
      } catch {
        return false;
      }
    });
}

/** On every stage that the step names, as far as this engine can: at least on one. */
function isMeasured(run: FinishedRun, lab: Lab, id: string): boolean {
  const step = lab.steps.find((one) => one.id === id);
  const stages =
    step?.kind === "measure" || step?.kind === "try"
      ? step.on
      : step?.kind === "observe"
        ? [step.on ?? lab.stages[0]!.alias]
        : [];
  const ended = run.events.flatMap((event) =>
    event.type === "measure-ended" && event.step === id ? [event] : [],
  );
  const own = stages.map((on) => ended.filter((event) => event.on === on));
  return (
    own.length > 0 &&
    own.every((some) => some.length > 0 && some.every((one) => one.ok || one.impossible)) &&
    own.some((some) => some.every((one) => one.ok))
  );
}

/** The steps that a claim rests on. */
export const stepsOf = ({ subject }: Pick<Claim, "subject">): string[] =>
  [subject.during?.step, subject.comparedWith?.during?.step].filter((step) => step !== undefined);

/** Several runs of one lab as if they were one: each step's figures from the run that measured it. */
export function together(runs: OwnRuns): Measurements {
  const all = [...runs].map(([step, { measurements }]) => {
    const own = <T extends { step: string }>(list: readonly T[]): T[] =>
      list.filter((one) => one.step === step);
    return {
      measurements: own(measurements.measurements),
      unsound: own(measurements.unsound),
      impossible: own(measurements.impossible ?? []),
      phases: own(measurements.phases),
      outages: own(measurements.outages),
    };
  });
  const [first] = runs.values();
  return {
    run: first?.plan.run ?? "",
    lab: first?.plan.lab ?? "",
    measurements: all.flatMap((one) => one.measurements),
    unsound: all.flatMap((one) => one.unsound),
    impossible: all.flatMap((one) => one.impossible),
    phases: all.flatMap((one) => one.phases),
    outages: all.flatMap((one) => one.outages),
  };
}

/** The lab's claims that rest on a step, as soon as everything that they rest on is measured. */
export function claimsAbout(lab: Lab, step: string, runs: OwnRuns): ClaimVerdict[] {
  const all = together(runs);
  return lab.claims
    .filter((claim) => stepsOf(claim).includes(step) && stepsOf(claim).every((one) => runs.has(one)))
    .map((claim) => judgeClaim(claim, all));
}

/** What the learner's runs show, as the guide asks for it. */
export function evidenceOf(lab: Lab, runs: OwnRuns, seed: string): Evidence {
  const entries = [...runs].map(([step, run]): [string, StepEvidence] => [
    step,
    {
      run: run.plan.run,
      asked: drawFigure(figuresShown(lab, step, runs), seed, step, run.plan.run),
      missing: missingServers(run.measurements.phases, step),
    },
  ]);
  return Object.fromEntries(entries);
}

/** Figures that stand on the learner's screen after a step: those of its claims; of the table where it has none. */
function figuresShown(lab: Lab, step: string, runs: OwnRuns): AskedFigure[] {
  const ofClaims = claimsAbout(lab, step, runs).flatMap((claim) => {
    const about = {
      metric: claim.metric,
      ...(claim.of !== undefined && { of: claim.of }),
      during: claim.during,
      ...(claim.comparedWith !== undefined && { comparedWith: claim.comparedWith }),
      unit: claim.unit,
    };
    return [claim, ...claim.controls].flatMap((one) =>
      one.value === null || one.atLeast || one.atMost ? [] : [{ ...about, on: one.on, value: one.value }],
    );
  });
  return drawFigure(ofClaims, "", "", "") ? ofClaims : figuresInTable(step, runs.get(step)!);
}

const inTable = new Set(["http.rate", "latency.p50", "latency.p99", "throughput.knee", "command.seconds"]);

function figuresInTable(step: string, run: FinishedRun): AskedFigure[] {
  return run.measurements.measurements.flatMap((one) => {
    const whole = one.of === undefined || one.metric === "command.seconds";
    if (one.step !== step || one.repeat !== 0 || one.value === null || one.atLeast || !whole) return [];
    const phased = one.metric !== "throughput.knee" && one.metric !== "command.seconds";
    if (!inTable.has(one.metric) || (phased && !["baseline", "fault", "recovery"].includes(one.phase)))
      return [];
    const { metric, on, of, unit, value, phase } = one;
    return [{ metric, on, ...(of !== undefined && { of }), during: `${step}/${phase}`, unit, value }];
  });
}
