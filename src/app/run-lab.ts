import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterTexts } from "../catalog/form/after-texts.ts";
import { readTexts } from "../catalog/texts.ts";
import { LabError } from "../model/errors.ts";
import type { Sample } from "../model/event.ts";
import type { Claim, Lab, Localized } from "../model/lab.ts";
import type { Plan } from "../model/plan.ts";
import type { Stage } from "../model/stage.ts";
import type { LabVerdict } from "../model/verdict.ts";
import { makePlan } from "../plan/make-plan.ts";
import type { FinishedRun } from "../report/finished-run.ts";
import { renderMarkdown } from "../report/markdown.ts";
import { chooseLanguage, type Language, languages } from "../text/language.ts";
import { judge } from "../verdict/judge.ts";
import { labWithStages } from "./catalog.ts";
import { type ExecuteOptions, executePlan } from "./execute-plan.ts";
import { recordOf } from "./read-record.ts";
import { renderPage } from "./report.ts";
import { newRunId } from "./run-folder.ts";
import type { AppContext } from "./session.ts";
import { writePage } from "./write-page.ts";

/** Who looks on while a lab is measured. */
export type Onlooker = Pick<ExecuteOptions, "onAction" | "onEvent" | "onSample"> & {
  /** Told once what will be done. */
  onPlan?: (plan: Plan) => void;
};

/** What is measured of a lab, and how. */
export interface MeasureOptions extends Onlooker {
  quick: boolean;
  seed: string | undefined;
  /** Language of the reports, as the user typed it; the locale decides when absent. */
  lang?: string;
  /** Only these measuring steps. */
  steps?: string[];
  /** Only these claims; all of the lab's when absent. */
  claims?: readonly Claim[];
  /** Draw the faults' targets by the seed, where the lab lets them be drawn. */
  drawTargets?: boolean;
  clock?: ExecuteOptions["clock"];
  /** Called while the run's folder is still open. */
  onFinished?: (run: FinishedRun, write: (name: string, value: unknown) => void) => void;
}

export interface RunLabOptions extends Onlooker {
  lab: string;
  quick: boolean;
  seed: string | undefined;
  lang?: string;
  steps?: string[];
}

export interface RunLabResult {
  run: FinishedRun;
  verdict: LabVerdict;
  /** Path of the report page; absent when it could not be made. */
  page?: string;
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
  return measureLab(context, { lab, stages }, options);
}

/** The same for a lab that was read already. */
export async function measureLab(
  context: AppContext,
  { lab, stages }: { lab: Lab; stages: ReadonlyMap<string, Stage> },
  options: MeasureOptions,
): Promise<RunLabResult> {
  const { claims = lab.claims, onPlan, onFinished } = options;
  const language = chooseLanguage(options.lang, context.env);
  const now = new Date();
  const run = newRunId(now);
  const plan = makePlan({ ...lab, claims: [...claims] }, stages, {
    run,
    seed: options.seed ?? run,
    quick: options.quick,
    createdAt: now.toISOString(),
    ...(options.steps && { steps: options.steps }),
    ...(options.drawTargets && { drawTargets: true }),
    after: afterIn(lab),
  });
  onPlan?.(plan);
  let finished: FinishedRun | undefined;
  const { path, samples } = await executePlan(context, plan, {
    what: `run ${lab.id}`,
    ...(options.onAction && { onAction: options.onAction }),
    ...(options.onEvent && { onEvent: options.onEvent }),
    ...(options.onSample && { onSample: options.onSample }),
    ...(options.clock && { clock: options.clock }),
    finish({ path, measurements, events, outcome, reason, durationS }, write) {
      const judged = judge(plan.claims, measurements, {
        lab: lab.id,
        stages: plan.stages.map((stage) => stage.alias),
        runDir: path,
        durationS,
        outcome,
        ...(reason !== undefined && { reason }),
      });
      const verdict = { ...judged, ...(options.claims && options.steps && { steps: options.steps }) };
      write("verdict.json", verdict);
      finished = { plan, verdict, measurements, events };
      onFinished?.(finished, write);
      writeFileSync(join(path, "report.md"), renderMarkdown(finished, { language }));
    },
  });
  const page = await pageOf(context, { folder: path, run: finished!, samples, language });
  return { run: finished!, verdict: finished!.verdict, ...(page !== undefined && { page }) };
}

/** What the lab's texts tell after each measurement: the record can be reported without the lab. */
function afterIn(lab: Lab): Record<string, Localized> {
  const [en, ko] = languages.map((language) => readTexts(dirname(lab.file), language).texts);
  return afterTexts(lab, en!, ko!);
}

/** Writes the run's page; a page that fails must not cost a run that is judged and on record. */
async function pageOf(
  context: AppContext,
  {
    folder,
    run,
    samples,
    language,
  }: { folder: string; run: FinishedRun; samples: readonly Sample[]; language: Language },
): Promise<string | undefined> {
  const file = join(folder, "report.html");
  try {
    writePage(file, await renderPage(await recordOf(folder, run, samples), language));
    return file;
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    context.say(`no report page: ${why}; the record is whole: ./lab report ${run.plan.run} --html FILE`);
    return undefined;
  }
}
