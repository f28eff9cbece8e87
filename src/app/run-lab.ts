import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { LabError } from "../model/errors.ts";
import type { Lab } from "../model/lab.ts";
import type { Plan } from "../model/plan.ts";
import type { LabVerdict } from "../model/verdict.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { FinishedRun } from "../report/finished-run.ts";
import { renderMarkdown } from "../report/markdown.ts";
import type { OnAction } from "../run/run-plan.ts";
import { judge } from "../verdict/judge.ts";
import { labWithStages } from "./catalog.ts";
import { executePlan } from "./execute-plan.ts";
import { newRunId } from "./run-folder.ts";
import type { AppContext } from "./session.ts";

export interface RunLabOptions {
  lab: string;
  quick: boolean;
  seed: string | undefined;
  /** Only these measuring steps. */
  steps?: string[];
  /** Told once what will be done, then of each action. */
  onPlan?: (plan: Plan) => void;
  onAction?: OnAction;
}

export interface RunLabResult {
  run: FinishedRun;
  verdict: LabVerdict;
}

function checkSteps(lab: Lab, asked: readonly string[]): void {
  const measuring = lab.steps
    .filter((step) => step.kind === "measure" || step.kind === "try")
    .map((step) => step.id);
  const unknown = asked.find((id) => !measuring.includes(id));
  if (unknown === undefined) return;
  throw new LabError("usage", `lab ${lab.id} has no measuring step "${unknown}"`, {
    next: `choose from: ${measuring.join(", ")}`,
  });
}

/**
 * The whole way of the data: lab -> plan -> run -> measure -> verdict -> report. Throws for bad input and a
 * machine that lacks something; what goes wrong on the way is in the verdict.
 */
export async function runLab(context: AppContext, options: RunLabOptions): Promise<RunLabResult> {
  const { lab, stages } = await labWithStages(context.root, options.lab);
  checkSteps(lab, options.steps ?? []);
  const now = new Date();
  const run = newRunId(now);
  const plan = makePlan(lab, stages, {
    run,
    seed: options.seed ?? run,
    quick: options.quick,
    createdAt: now.toISOString(),
    ...(options.steps && { steps: options.steps }),
  });
  options.onPlan?.(plan);
  let finished: FinishedRun | undefined;
  await executePlan(context, plan, {
    what: `run ${lab.id}`,
    ...(options.onAction && { onAction: options.onAction }),
    finish({ path, measurements, events, outcome, reason, durationS }, write) {
      const verdict = judge(plan.claims, measurements, {
        lab: lab.id,
        stages: plan.stages.map((stage) => stage.alias),
        runDir: path,
        durationS,
        outcome,
        ...(reason !== undefined && { reason }),
      });
      write("verdict.json", verdict);
      finished = { plan, verdict, measurements, events };
      writeFileSync(join(path, "report.md"), renderMarkdown(finished, { language: "en" }));
    },
  });
  return { run: finished!, verdict: finished!.verdict };
}
