import type { Stage } from "../../model/stage.ts";
import type { Draft } from "../schema/draft.ts";
import { stepKinds } from "../schema/step.ts";
import type { Findings } from "../source/problems.ts";
import { valueAt } from "../source/shape.ts";
import { type MeasuringStep, measuringSteps } from "./measured.ts";

/** What every check of a lab looks at. */
export interface CheckContext {
  draft: Draft;
  findings: Findings;
  aliases: string[];
  measuring: MeasuringStep[];
  /** Stages that could be read, by alias. */
  stages: ReadonlyMap<string, Stage>;
  /** Ids of steps that are there but not understood: what refers to them is not blamed. */
  lost: ReadonlySet<string>;
}

/** Gathers the names that references are checked against. */
export function checkContext(
  draft: Draft,
  findings: Findings,
  stages: ReadonlyMap<string, Stage>,
): CheckContext {
  const measuring = measuringSteps(draft);
  const lost = new Set<string>();
  draft.steps?.forEach((step, index) => {
    const understood = step && stepKinds.some((kind) => step[kind] !== undefined);
    const unclear = (step?.measure || step?.try) && !measuring.some((one) => one.index === index);
    const id = valueAt(findings.source.value, ["steps", index, "id"]);
    if (!understood || unclear) lost.add(String(id));
  });
  const aliases = Object.keys(draft.stages ?? {});
  return { draft, findings, stages, aliases, measuring, lost };
}
