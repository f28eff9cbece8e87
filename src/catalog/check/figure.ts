import type { During } from "../../model/lab.ts";
import { type Metric, metricNamed } from "../../model/metrics.ts";
import type { Partly } from "../schema/draft.ts";
import type { WrittenSubject } from "../schema/step.ts";
import { valueAt } from "../source/shape.ts";
import type { Path } from "../source/yaml.ts";
import type { CheckContext } from "./context.ts";
import { checkFigure, type StageReference } from "./during.ts";
import { checkPart } from "./part.ts";

/** Where the figure of a claim or prediction is taken from, and the one it is divided by. */
export interface FoundFigure {
  during: Required<During>;
  comparedWith?: Required<During>;
}

/** Told of every step or claim (by index) whose figure was found. */
export type OnFigure = (index: number, found: FoundFigure) => void;

type DraftSubject = Partly<WrittenSubject> & { metric?: string | undefined };

/**
 * Checks that what a claim or prediction is about exists and is measured, on its own stages and on those of its
 * controls; finds the step and phase of both sides.
 */
export function checkSubject(
  written: DraftSubject,
  path: Path,
  controls: readonly StageReference[],
  context: CheckContext,
): FoundFigure | undefined {
  const { findings, aliases } = context;
  const metric = written.metric === undefined ? undefined : metricNamed(written.metric);
  checkSides(written, path, context);
  const upper = stageAt(written.ratio ? written.ratio[0] : written.on, [
    ...path,
    ...(written.ratio ? ["ratio", 0] : ["on"]),
  ]);
  const other = written.ratio ? written.ratio[1] : written.comparedWith?.on;
  const lower = stageAt(other, [...path, ...(written.ratio ? ["ratio", 1] : ["comparedWith", "on"])]);
  for (const { alias, path: at } of [...upper, ...lower, ...controls])
    findings.known(at, "stage alias", alias, aliases);
  const stages = [...upper, ...controls];
  const figure = { path, metric: written.metric, during: written.during };
  const beside = written.comparedWith?.during;
  // without a `during` of its own the other side belongs to the same part of the run, so it is looked for together
  const during = checkFigure(
    { ...figure, stages: beside === undefined ? [...stages, ...lower] : stages },
    context,
  );
  const place = { path: [...path, "comparedWith"], metric: written.metric, during: beside };
  const comparedWith =
    beside === undefined
      ? during
      : checkFigure({ ...place, stages: lower.length > 0 ? lower : stages }, context);
  if (metric)
    checkParts(
      written,
      metric,
      path,
      { stages, lower },
      { ...(during && { during }), ...(comparedWith && { comparedWith }) },
      context,
    );
  if (beside === undefined) return during && { during };
  return during && comparedWith && { during, comparedWith };
}

function checkSides(written: DraftSubject, path: Path, { findings }: CheckContext): void {
  // ill-formed ones have findings of their own
  const there = (key: string) => valueAt(findings.source.value, [...path, key]) !== undefined;
  if (written.on !== undefined && written.ratio) {
    findings.add(path, 'a figure is of one stage ("on") or of two ("ratio"), not both', undefined, "key");
  }
  if (there("ratio") && there("comparedWith")) {
    findings.add([...path, "comparedWith"], '"ratio" compares already', "take one of the two away", "key");
  }
  if (written.ratio?.[0] !== undefined && written.ratio[0] === written.ratio[1]) {
    findings.add([...path, "ratio"], "both sides of the ratio are the same stage");
  }
  const compared = written.comparedWith;
  if (!compared || !there("comparedWith")) return;
  const replaces = (["on", "of", "during"] as const).some(
    (key) => compared[key] !== undefined && compared[key] !== written[key],
  );
  if (replaces) return;
  findings.add(
    [...path, "comparedWith"],
    "the figure is compared with itself",
    "name another on, of or during",
  );
}

const stageAt = (alias: string | undefined, path: Path): StageReference[] =>
  alias === undefined ? [] : [{ alias, path }];

function checkParts(
  written: DraftSubject,
  metric: Metric,
  path: Path,
  { stages, lower }: { stages: StageReference[]; lower: StageReference[] },
  { during, comparedWith }: Partial<FoundFigure>,
  context: CheckContext,
): void {
  checkPart({ of: written.of, path, metric, stages, during }, context);
  if (!written.ratio && !written.comparedWith) return;
  const beside = lower.length > 0 ? lower : stages;
  const other = written.comparedWith?.of;
  const place =
    other === undefined ? { of: written.of, path } : { of: other, path: [...path, "comparedWith"] };
  checkPart({ ...place, metric, stages: beside, during: comparedWith }, context);
}
