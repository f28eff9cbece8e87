import type { RunEvent, Sample } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { Measurement, Measurements, PhaseSummary } from "../model/measurement.ts";
import { type Metric, metrics } from "../model/metrics.ts";
import type { Plan } from "../model/plan.ts";
import { abortion, withoutEnd } from "./abortion.ts";
import { commands, commandsWithoutValue } from "./commands.ts";
import { cost } from "./cost.ts";
import { dataSafety } from "./data-safety.ts";
import { ejection, recovery } from "./ejection.ts";
import { type Found, missing, toMeasurement } from "./figure.ts";
import { generator } from "./generator.ts";
import { knee } from "./knee.ts";
import { latency } from "./latency.ts";
import { lostSessions } from "./lost-sessions.ts";
import { outage, outageWindows } from "./outage.ts";
import { outcomes } from "./outcomes.ts";
import { partsWithoutValue, routes, shares } from "./parts.ts";
import { resources } from "./resources.ts";
import { servers } from "./servers.ts";
import { sessions } from "./sessions.ts";
import { type RunFacts, soundness } from "./soundness.ts";
import { type StepData, splitSteps } from "./step-data.ts";
import { throttling } from "./throttling.ts";
import { type Totals, totalsOf } from "./totals.ts";
import { splitTries } from "./tries.ts";

/**
 * Everything that can be said of a run, from its record alone: one figure for each metric, stage, phase and
 * repeat, and the reasons not to trust some of them. A step that was aborted or never run has figures without
 * value, each with the reason.
 */
export function measure(plan: Plan, events: readonly RunEvent[], samples: readonly Sample[]): Measurements {
  const all: Measurements = {
    run: plan.run,
    lab: plan.lab,
    measurements: [],
    unsound: [],
    phases: [],
    outages: [],
  };
  for (const data of splitSteps(plan, events, samples)) {
    const broken = abortion(data);
    if (broken) {
      all.measurements.push(...withoutValue(data, broken.text));
      if (broken.state === "aborted") all.unsound.push({ ...data.key, code: "aborted", text: broken.text });
      if (broken.state === "impossible")
        all.impossible = [...(all.impossible ?? []), { ...data.key, text: broken.text }];
      continue;
    }
    const totals = totalsOf(data);
    all.measurements.push(...figures(data, totals).map((one) => toMeasurement(data, one)));
    all.unsound.push(...soundness(data, totals, factsFor(data, events)));
    all.phases.push(...totals.map((one) => summary(data, one)));
    all.outages.push(...outageWindows(data));
  }
  for (const data of splitTries(plan, events)) {
    const broken = withoutEnd(data, "step");
    if (broken?.state === "aborted") all.unsound.push({ ...data.key, code: "aborted", text: broken.text });
    const found = broken
      ? commandsWithoutValue(data.action.commands, broken.text)
      : commands(data.action.commands, data);
    all.measurements.push(...found.map((one) => toMeasurement(data, one)));
  }
  return all;
}

function figures(data: StepData, totals: readonly Totals[]): Found[] {
  if (data.action.load.kind === "peak") return knee(data);
  return [
    ...outcomes(totals),
    ...latency(totals),
    ...sessions(data),
    ...lostSessions(data),
    ...servers(totals),
    ...shares(data, totals),
    ...routes(data),
    ...ejection(data),
    ...recovery(data),
    ...outage(data),
    ...dataSafety(data),
    ...resources(data, totals),
    ...throttling(data),
    ...cost(data.stage, totals),
    ...generator(data, totals),
    ...commands(data.action.commands, data),
  ];
}

// Each metric where a claim would look for it, so that the claim finds the reason rather than nothing.
function withoutValue(data: StepData, reason: string): Measurement[] {
  const planned = data.action.phases.map((phase) => phase.name).filter((phase) => phase !== "warmup");
  const phases: PhaseName[] = [...planned, "all"];
  const due = (metric: Metric) => {
    const load = metric.needs?.load ?? "open";
    if (metric.partsOnly) return false;
    return (load === "any" || load === data.action.load.kind) && (!metric.needs?.fault || data.action.fault);
  };
  const found = metrics
    .filter(due)
    .flatMap((metric) => phases.map((phase) => missing(metric.name, phase, reason)));
  const parts = partsWithoutValue(data, phases, reason);
  return [...found, ...parts, ...commandsWithoutValue(data.action.commands, reason)].map((one) =>
    toMeasurement(data, one),
  );
}

function factsFor(data: StepData, events: readonly RunEvent[]): RunFacts {
  const started = events.find((event) => event.type === "run-started");
  const first = data.events[0];
  // a stage comes up anew for each repeat: the one that was up when this step began counts
  const up = events.findLast(
    (event) => event.type === "stage-up" && event.on === data.key.on && (!first || event.at <= first.at),
  );
  return {
    ...(started?.type === "run-started" ? { cores: started.host.cores } : {}),
    ...(started?.type === "run-started" && started.host.speed !== undefined
      ? { speed: started.host.speed }
      : {}),
    ...(up?.type === "stage-up" ? { quota: up.quota } : {}),
  };
}

function summary(data: StepData, totals: Totals): PhaseSummary {
  const { phase, lengthMs, asked, ok, failed, refused, byServer } = totals;
  return { ...data.key, phase, lengthMs, asked, ok, failed, refused, byServer };
}
