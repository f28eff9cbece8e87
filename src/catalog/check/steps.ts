import type { DraftStep } from "../schema/draft.ts";
import { checkCommands } from "./commands.ts";
import type { CheckContext } from "./context.ts";

import { checkFault, serversOf } from "./fault.ts";
import { checkSubject, type OnFigure } from "./figure.ts";
import { checkQuestions } from "./questions.ts";
import { metricNames } from "./subject.ts";

/** Everything that steps refer to exists and makes sense together. */
export function checkSteps(context: CheckContext, onFigure: OnFigure): void {
  context.draft.steps?.forEach((step, index) => {
    if (!step) return;
    checkShown(step, index, context);
    checkMeasure(step, index, context);
    checkFault(step, index, context);
    checkCommands(step, index, context);
    checkPredict(step, index, context, onFigure);
    checkVerify(step, index, context);
    checkQuestions(step, index, context);
    checkCommand(step, index, context);
  });
}

function checkShown(
  step: DraftStep,
  index: number,
  { draft, findings, aliases, measuring, lost }: CheckContext,
): void {
  if (step.show !== undefined && step.on !== undefined) {
    findings.known(["steps", index, "on"], "stage alias", step.on, aliases);
  }
  const loads = Object.keys(draft.loads ?? {});
  for (const key of ["observe", "stopwatch"] as const) {
    const { load, on } = step[key] ?? {};
    if (load !== undefined && findings.known(["steps", index, key, "load"], "load", load, loads)) {
      const peak = key === "stopwatch" && draft.loads?.[load]?.peak !== undefined;
      if (peak)
        findings.add(
          ["steps", index, key, "load"],
          "nobody sees a fault under a peak load",
          "use an open load",
        );
    }
    if (on !== undefined) findings.known(["steps", index, key, "on"], "stage alias", on, aliases);
  }
  if (step.explain === undefined || lost.has(step.explain)) return;
  if (draft.steps?.some((one) => (one?.measure || one?.try) && one.id === step.explain)) return;
  const ids = measuring.map((one) => one.id);
  findings.known(["steps", index, "explain"], "measuring step", step.explain, ids);
}

function checkMeasure(step: DraftStep, index: number, context: CheckContext): void {
  const { draft, findings, aliases } = context;
  const measure = step.measure;
  if (!measure) return;
  const path = ["steps", index, "measure"];
  if (measure.load !== undefined) {
    findings.known([...path, "load"], "load", measure.load, Object.keys(draft.loads ?? {}));
  }
  measure.on?.forEach((alias, at) => {
    if (alias !== undefined) findings.known([...path, "on", at], "stage alias", alias, aliases);
  });
  const peak = measure.load !== undefined && draft.loads?.[measure.load]?.peak !== undefined;
  for (const key of ["phases", "for"] as const) {
    if (peak && measure[key] !== undefined) {
      findings.add([...path, key], `a peak load ends by itself: it takes no "${key}"`, undefined, "key");
    }
  }
  if (peak && step.fault) {
    findings.add(["steps", index, "fault"], "a peak load takes no fault", "use an open load", "key");
  }
  if (measure.phases && measure.for !== undefined) {
    findings.add([...path, "for"], 'a step takes either "phases" or "for"', undefined, "key");
  }
  const zero = (text: string | undefined) => text === undefined || Number.parseFloat(text) === 0;
  const changes = step.fault !== undefined || measure.joins !== undefined;
  const commands = (step.commands ?? []).some((command) => command?.at === "fault");
  if (measure.phases && zero(measure.phases.baseline)) {
    findings.add([...path, "phases"], "there is no baseline phase to compare with", undefined, "key");
  }
  if (measure.for !== undefined && zero(measure.for))
    findings.add([...path, "for"], "the step lasts no time");
  if (measure.phases && !peak && changes && zero(measure.phases.fault)) {
    findings.add(
      [...path, "phases"],
      "there is no fault phase for what this step does to the servers",
      undefined,
      "key",
    );
  }
  if (measure.phases && !zero(measure.phases.fault) && !changes && !commands) {
    findings.add(
      [...path, "phases", "fault"],
      "nothing happens in the fault phase",
      "add `fault`, `joins` or `commands`",
      "key",
    );
  }
  if (!measure.phases && !peak && changes) {
    findings.add(path, "a fault needs phases", "phases: {baseline: 10s, fault: 10s, recovery: 10s}", "key");
  }
  if (measure.joins === undefined) return;
  const on = (measure.on ?? []).filter((alias) => alias !== undefined);
  for (const [alias, server] of Object.entries(measure.joins)) {
    if (!findings.known([...path, "joins", alias], "stage alias of this step", alias, on)) continue;
    const stage = context.stages.get(alias);
    if (stage && server !== undefined)
      findings.known([...path, "joins", alias], `server of "${alias}" called`, server, serversOf(stage));
  }
}

function checkPredict(step: DraftStep, index: number, context: CheckContext, onFigure: OnFigure): void {
  const { draft, findings } = context;
  const predict = step.predict;
  if (!predict) return;
  const path = ["steps", index, "predict"];
  if (predict.metric !== undefined)
    findings.known([...path, "metric"], "metric", predict.metric, metricNames);
  if (predict.ask === "choice" && !predict.options) findings.add(path, '"options" is missing for a choice');
  if (predict.ask !== "choice" && predict.ask !== undefined && predict.options) {
    findings.add([...path, "options"], `only a choice takes options, not "${predict.ask}"`, undefined, "key");
  }
  const figure = checkSubject(predict, path, [], context);
  if (figure) onFigure(index, figure);
  const at = figure && draft.steps?.findIndex((one) => one?.id === figure.during.step);
  if (at === undefined || at > index) return;
  findings.add(
    path,
    `"${figure?.during.step}" measures this before it is predicted`,
    "move the prediction above it",
  );
}

function checkVerify(step: DraftStep, index: number, { findings, measuring, lost }: CheckContext): void {
  if (!step.verify?.equals) return;
  const path = ["steps", index, "verify", "equals"];
  const facts = Object.keys(step.verify.equals);
  if (facts.length !== 1)
    findings.add(path, "the answer is compared with one fact", "served-by-missing-since or answer");
  const since = step.verify.equals["served-by-missing-since"];
  if (since === undefined || lost.has(since)) return;
  const faulty = measuring.filter((one) => one.hasFault);
  const known = findings.known(
    [...path, "served-by-missing-since"],
    "measuring step with a fault",
    since,
    faulty.map((one) => one.id),
  );
  if (!known || faulty.some((one) => one.id === since && one.index < index)) return;
  findings.add(
    [...path, "served-by-missing-since"],
    `"${since}" comes after this step`,
    "move this step below it",
  );
}

function checkCommand(step: DraftStep, index: number, { findings, aliases, stages }: CheckContext): void {
  const command = step.do;
  if (!command) return;
  const path = ["steps", index, "do"];
  const told = (["start", "stop", "run"] as const).filter((key) => command[key] !== undefined);
  if (told.length !== 1) findings.add(path, "does one thing: start, stop or run");
  const known =
    command.on === undefined || findings.known([...path, "on"], "stage alias", command.on, aliases);
  const candidates = command.on === undefined ? [...stages.values()] : [stages.get(command.on)];
  const servers = [...new Set(candidates.flatMap((stage) => (stage ? serversOf(stage) : [])))];
  if (!known || servers.length === 0) return;
  for (const key of ["start", "stop"] as const) {
    const server = command[key];
    if (server !== undefined) findings.known([...path, key], "server", server, servers);
  }
}
