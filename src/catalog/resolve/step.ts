import { faultKinds } from "../../model/fault.ts";
import type { Claim, LabFault, Load, Question, Step } from "../../model/lab.ts";
import type { FoundFigure } from "../check/figure.ts";
import type { WrittenStep } from "../schema/lab.ts";
import { durationMs } from "../schema/units.ts";
import { resolveCommand } from "./command.ts";
import { subjectOf } from "./figure.ts";

const defaultStopwatchMs = 300_000;

/** A step as the guide and the plan use it. */
export function resolveStep(step: WrittenStep, loads: readonly Load[], found: FoundFigure | undefined): Step {
  const base = { id: step.id, hints: step.hints ?? [], treats: step.treats ?? [] };
  if ("read" in step) return { ...base, kind: "read" };
  if ("show" in step) return { ...base, kind: "show", what: step.show, on: step.on };
  if ("predict" in step) return resolvePredict(base, step.predict, found);
  if ("measure" in step) return resolveMeasure(base, step, loads);
  if ("try" in step) {
    const { on, commands, repeats } = step.try;
    return {
      ...base,
      kind: "try",
      on,
      commands: commands.map(resolveCommand),
      repeats: repeats ?? 1,
      ...(step.unpredicted && { unpredicted: step.unpredicted }),
    };
  }
  if ("stopwatch" in step) {
    const { load, on, within, fault } = step.stopwatch;
    const withinMs = within === undefined ? defaultStopwatchMs : durationMs(within);
    return { ...base, kind: "stopwatch", load, on, fault: resolveFault(fault), withinMs };
  }
  if ("verify" in step) {
    const { ask, equals } = step.verify;
    const since = equals["served-by-missing-since"];
    return {
      ...base,
      kind: "verify",
      ...(ask && { ask }),
      equals:
        since === undefined
          ? { fact: "answer", answer: equals.answer! }
          : { fact: "served-by-missing-since", step: since },
    };
  }
  if ("ask" in step) return { ...base, kind: "ask", questions: step.ask.map(resolveQuestion) };
  if ("do" in step) {
    const { start, stop, run, on } = step.do;
    return {
      ...base,
      kind: "do",
      ...(start !== undefined && { start }),
      ...(stop !== undefined && { stop }),
      ...(run !== undefined && { run }),
      ...(on !== undefined && { on }),
    };
  }
  if ("observe" in step) {
    const { load, for: length, on } = step.observe;
    return { ...base, kind: "observe", load, forMs: durationMs(length), ...(on !== undefined && { on }) };
  }
  return { ...base, kind: "explain", step: step.explain };
}

type Base = { id: string; hints: string[]; treats: string[] };

function resolvePredict(
  base: Base,
  predict: Extract<WrittenStep, { predict: unknown }>["predict"],
  found: FoundFigure | undefined,
): Step {
  const subject = subjectOf(predict, found);
  return {
    ...base,
    kind: "predict",
    metric: predict.metric as Claim["metric"],
    ...(subject && { subject }),
    ask: predict.ask,
    options: (predict.options ?? []).map(String),
  };
}

function resolveMeasure(
  base: Base,
  step: Extract<WrittenStep, { measure: unknown }>,
  loads: readonly Load[],
): Step {
  const { load, on, phases, for: length, repeats, joins } = step.measure;
  const found = loads.find((one) => one.name === load);
  const ms = (text: string | undefined) => (text === undefined ? 0 : durationMs(text));
  return {
    ...base,
    kind: "measure",
    load,
    on,
    ...(phases && {
      phases: { baselineMs: ms(phases.baseline), faultMs: ms(phases.fault), recoveryMs: ms(phases.recovery) },
    }),
    ...(length !== undefined && { forMs: durationMs(length) }),
    ...(step.fault && { fault: resolveFault(step.fault) }),
    repeats: repeats ?? (found?.kind === "peak" ? found.repeats : 1),
    ...(joins !== undefined && { joins }),
    ...(step.commands && { commands: step.commands.map(resolveCommand) }),
    ...(step.unpredicted && { unpredicted: step.unpredicted }),
  };
}

function resolveFault(fault: NonNullable<Extract<WrittenStep, { measure: unknown }>["fault"]>): LabFault {
  const { default: rest, ...byStage } =
    typeof fault.target === "string" ? { default: fault.target } : fault.target;
  // without a default every stage has its own target: the checks saw to it
  const known = faultKinds.find((kind) => kind.name === fault.kind)?.params ?? {};
  const defaults = Object.entries(known).flatMap(([name, param]) =>
    param.default === undefined ? [] : [[name, param.default]],
  );
  return {
    kind: fault.kind,
    targets: { default: rest ?? "", byStage },
    params: { ...(Object.fromEntries(defaults) as Record<string, string | number>), ...fault.params },
    ...(fault.drawn && { drawn: fault.drawn }),
  };
}

function resolveQuestion(question: Extract<WrittenStep, { ask: unknown }>["ask"][number]): Question {
  const { id, kind, options, answer } = question;
  const given =
    typeof answer === "object" ? { from: [answer.from[0]!, answer.from[1]!] as [number, number] } : answer;
  return {
    id,
    kind,
    options: (options ?? []).map(String),
    answer: kind === "choice" && typeof given !== "object" ? String(given) : given,
    ...(question.if && { ifWrong: question.if.wrong }),
  };
}
