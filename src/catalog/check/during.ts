import type { During, PhaseName } from "../../model/lab.ts";
import { type Metric, metricNamed } from "../../model/metrics.ts";
import type { Path } from "../source/yaml.ts";
import type { CheckContext } from "./context.ts";
import { lacks, type MeasuringStep, ownPhase } from "./measured.ts";

/** A stage alias, and where it is written. */
export interface StageReference {
  alias: string;
  path: Path;
}

/** A figure that a claim or prediction speaks of: where each part is written, for the findings. */
export interface FigureReference {
  /** The map that names the metric. */
  path: Path;
  metric: string | undefined;
  /** Stages that the figure is needed on. */
  stages: StageReference[];
  during: string | undefined;
}

const phaseNames = ["baseline", "fault", "recovery", "all"];

/** `step/phase` in its parts; without a phase it is the metric's own. */
export function splitDuring(text: string): { step: string; phase?: string } {
  const [step, phase] = text.split("/");
  return phase === undefined ? { step: step! } : { step: step!, phase };
}

/**
 * Finds the step and phase that a figure is taken from and checks that it is measured there, on every stage it is
 * needed on. Without `during` it is the only step that measures it; several or none are findings.
 */
export function checkFigure(figure: FigureReference, context: CheckContext): Required<During> | undefined {
  const { findings, measuring, aliases } = context;
  if (figure.metric === undefined) return undefined;
  const metric = metricNamed(figure.metric);
  const stages = figure.stages.filter(({ alias }) => aliases.includes(alias));
  if (figure.during !== undefined) return checkWritten(figure, figure.during, metric, stages, context);
  if (!metric || stages.length < figure.stages.length) return undefined;
  const fitting = measuring.filter(
    (step) =>
      stages.every(({ alias }) => step.on.includes(alias)) && !lacks(step, metric, ownPhase(step, metric)),
  );
  if (fitting.length === 1) return { step: fitting[0]!.id, phase: ownPhase(fitting[0]!, metric) };
  const names = [...new Set(stages.map(({ alias }) => alias))].join(", ");
  if (fitting.length > 1) {
    const choices = fitting.map((step) => `during: ${step.id}/${ownPhase(step, metric)}`).join(" or ");
    findings.add(figure.path, `several steps measure ${metric.name} on ${names}`, `say which: ${choices}`);
  } else if (context.lost.size === 0) {
    // an ill-formed step may be the one that was meant to measure it
    const reasons = measuring.map(
      (step) => lacks(step, metric, ownPhase(step, metric)) ?? missing(step, stages),
    );
    findings.add(
      figure.path,
      `no step measures ${metric.name} on ${names}`,
      reasons.length > 0 ? reasons.join("; ") : "add a step with `measure`",
    );
  }
  return undefined;
}

function missing(step: MeasuringStep, stages: FigureReference["stages"]): string {
  const lacking = stages.filter(({ alias }) => !step.on.includes(alias)).map(({ alias }) => alias);
  return `${step.id} does not measure on ${[...new Set(lacking)].join(", ")}`;
}

function checkWritten(
  figure: FigureReference,
  text: string,
  metric: Metric | undefined,
  stages: FigureReference["stages"],
  { findings, measuring, draft, lost }: CheckContext,
): Required<During> | undefined {
  const path = [...figure.path, "during"];
  const written = splitDuring(text);
  const step = measuring.find((candidate) => candidate.id === written.step);
  if (!step) {
    const there = draft.steps?.find((candidate) => candidate?.id === written.step);
    const ids = measuring.map((candidate) => candidate.id);
    // a measuring step that is ill-formed has its own finding
    if (there?.measure || lost.has(written.step)) return undefined;
    if (there)
      findings.add(path, `the step "${written.step}" measures nothing`, `measuring steps: ${ids.join(", ")}`);
    else findings.known(path, "measuring step", written.step, ids);
    return undefined;
  }
  if (written.phase !== undefined && !findings.known(path, "phase", written.phase, phaseNames))
    return undefined;
  for (const { alias, path: at } of stages) {
    if (step.on.includes(alias)) continue;
    findings.add(
      at,
      `the step "${step.id}" does not measure on "${alias}"`,
      `it measures on ${step.on.join(", ")}`,
    );
  }
  if (!metric) return undefined;
  const phase = (written.phase ?? ownPhase(step, metric)) as PhaseName;
  const lack = lacks(step, metric, phase);
  if (lack) {
    findings.add(path, lack);
    return undefined;
  }
  return { step: step.id, phase };
}
