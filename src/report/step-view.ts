import type { Measurement, PhaseSummary } from "../model/measurement.ts";
import type { MetricName } from "../model/metrics.ts";
import type { Action, PlannedLoad } from "../model/plan.ts";
import { type Language, stringsOf } from "../text/language.ts";
import { formatFigure, formatValue, noFigure } from "../text/numbers.ts";
import { printable, printableLine } from "../text/printable.ts";
import { commandTable } from "./command-view.ts";
import type { FinishedRun } from "./finished-run.ts";
import type { StepView } from "./report-view.ts";

type MeasureAction = Extract<Action, { kind: "measure" }>;
type StepAction = Extract<Action, { kind: "measure" | "try" }>;

/** What was measured, step by step, each stage and repeat on its own. */
export function stepViews(run: FinishedRun, language: Language): StepView[] {
  const actions = run.plan.actions.filter(
    (action): action is StepAction => action.kind === "measure" || action.kind === "try",
  );
  const steps = [...new Set(actions.map((action) => action.step))];
  const { columns } = stringsOf(language);
  const header = [
    columns.phase,
    columns.rate,
    columns.failed,
    columns.refused,
    columns.p50,
    columns.p99,
    columns.throttled,
    columns.servers,
  ];
  return steps.map((step) => {
    const all = actions.filter((action) => action.step === step);
    const own = all.filter((action): action is MeasureAction => action.kind === "measure");
    const named = all.map((action) => ({ action, name: nameOf(action, all, language) }));
    const commands = commandTable(run, named, language);
    const after = run.plan.after?.[step]?.[language];
    return {
      title: own.length > 0 ? titleOf(step, own, language) : step,
      header: own[0]?.load.kind === "open" ? header : [],
      stages: own.map((action) => ({
        name: nameOf(action, own, language),
        rows: rowsOf(run, action, language),
        figures: figuresOf(run, action, language),
      })),
      ...(commands && { commands }),
      ...(after !== undefined && { after: printable(after) }),
    };
  });
}

function titleOf(step: string, actions: readonly MeasureAction[], language: Language): string {
  const strings = stringsOf(language);
  const faults = actions.flatMap(({ fault }) => (fault ? [strings.faultOn(fault.kind, fault.target)] : []));
  return [
    step,
    ...(actions[0] ? [loadText(actions[0].load, language)] : []),
    ...(faults.length > 0 ? [strings.faults([...new Set(faults)].join(", "))] : []),
  ].join(" · ");
}

function loadText(load: PlannedLoad, language: Language): string {
  const strings = stringsOf(language);
  if (load.kind === "peak") return strings.peakLoad(load.name, load.path);
  return strings.openLoad(load.name, formatValue(load.ratePerS, "1/s", language), load.arrivals);
}

function nameOf(action: StepAction, all: readonly StepAction[], language: Language): string {
  const repeats = all.filter((other) => other.on === action.on).length;
  return repeats > 1 ? stringsOf(language).repeatOf(action.on, action.repeat + 1, repeats) : action.on;
}

const isOf = (action: MeasureAction) => (one: { step: string; on: string; repeat: number }) =>
  one.step === action.step && one.on === action.on && one.repeat === action.repeat;

/** A step's figures, without those of parts. */
const wholesOf = (run: FinishedRun, action: MeasureAction): Measurement[] =>
  run.measurements.measurements.filter((one) => isOf(action)(one) && one.of === undefined);

function rowsOf(run: FinishedRun, action: MeasureAction, language: Language): string[][] {
  // a search for the knee has no phases, and its latencies are no user's
  if (action.load.kind === "peak") return [];
  const own = wholesOf(run, action);
  const phases = run.measurements.phases.filter(isOf(action));
  // the whole is only worth a row when it is not the same as its one phase
  return phases
    .filter((phase) => phase.phase !== "all" || phases.length === 1)
    .map((phase) => rowOf(phase, own, language));
}

function rowOf(phase: PhaseSummary, own: readonly Measurement[], language: Language): string[] {
  const cell = (metric: MetricName) => {
    const found = own.find((one) => one.metric === metric && one.phase === phase.phase);
    return found ? formatFigure(found, language) : noFigure;
  };
  const answering = Object.keys(phase.byServer).map(printableLine).sort();
  return [
    stringsOf(language).phase[phase.phase],
    cell("http.rate"),
    cell("http.failed_ratio"),
    cell("sessions.refused_ratio"),
    cell("latency.p50"),
    cell("latency.p99"),
    cell("cpu.throttled_ratio"),
    answering.join(" ") || noFigure,
  ];
}

// What a reader wants to know beside the table, where it was measured and says something.
const beside: readonly {
  metric: Measurement["metric"] & keyof ReturnType<typeof stringsOf>["figures"];
  phase: string;
  evenZero: boolean;
}[] = [
  { metric: "throughput.knee", phase: "all", evenZero: true },
  { metric: "lb.ejection_s", phase: "fault", evenZero: true },
  { metric: "recovery.time_s", phase: "recovery", evenZero: true },
  { metric: "outage.longest_s", phase: "all", evenZero: false },
  { metric: "writes.lost", phase: "all", evenZero: true },
  { metric: "cpu.per_1000_good", phase: "baseline", evenZero: true },
  { metric: "memory.peak", phase: "all", evenZero: true },
  { metric: "cost.per_hour", phase: "all", evenZero: true },
  { metric: "cost.per_million", phase: "baseline", evenZero: true },
];

function figuresOf(run: FinishedRun, action: MeasureAction, language: Language): string[] {
  const strings = stringsOf(language);
  const texts = notable(run, action).map(
    (one) => `${strings.figures[one.metric]} ${formatFigure(one, language)}`,
  );
  return [...(texts.length > 0 ? texts : [strings.notMeasured]), ...whatWasDone(run, action, language)];
}

/** A figure that is told beside the table of phases, by its name. */
export type Notable = Measurement & { metric: keyof ReturnType<typeof stringsOf>["figures"] };

/** What else a reader wants to know of a measurement: what was measured of it and says something. */
export function notable(run: FinishedRun, action: MeasureAction): Notable[] {
  const own = wholesOf(run, action);
  return beside.flatMap(({ metric, phase, evenZero }) => {
    const found =
      own.find((one) => one.metric === metric && one.phase === phase) ??
      own.find((one) => one.metric === metric && one.phase === "all");
    if (found?.value == null || (found.value === 0 && !evenZero)) return [];
    return [{ ...found, metric }];
  });
}

/** The fault in its own words: with what figures, and by which of the ways that this engine has. */
export function whatWasDone(run: FinishedRun, action: MeasureAction, language: Language): string[] {
  const injected = run.events.find(
    (event) => event.type === "fault" && event.state === "injected" && isOf(action)(event),
  );
  if (injected?.type !== "fault" || !injected.detail) return [];
  return [stringsOf(language).faults(printableLine(injected.detail))];
}
