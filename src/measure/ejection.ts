import { faultTimes } from "./fault-times.ts";
import { type Found, found, missing } from "./figure.ts";
import { type Settling, settling } from "./settling.ts";
import { recordsOf, type StepData } from "./step-data.ts";

const never = "the record does not say when the fault";

/**
 * How long users felt a dead server. Counted from the order, not from the engine's word that it was carried
 * out: the fault strikes somewhere between the two, and a claim that it was quick must not gain by that.
 */
export function ejection(data: StepData): Found[] {
  return settled(data, "lb.ejection_s", "fault", faultTimes(data)?.orderedMs, `${never} was ordered`);
}

/** How long errors went on after the fault was taken away. */
export function recovery(data: StepData): Found[] {
  return settled(data, "recovery.time_s", "recovery", faultTimes(data)?.revertedMs, `${never} was reverted`);
}

function settled(
  data: StepData,
  metric: "lb.ejection_s" | "recovery.time_s",
  phase: "fault" | "recovery",
  fromMs: number | undefined,
  lacking: string,
): Found[] {
  const planned = data.action.phases.some((one) => one.name === phase);
  if (!data.action.fault || !planned) return [];
  const span = data.spans.find((one) => one.phase === phase);
  if (!span || fromMs === undefined) return [missing(metric, phase, lacking)];
  const ticks = recordsOf(data, "window").flatMap((window) => window.ticks);
  return [toFound(metric, phase, settling(ticks, fromMs, span.toMs))];
}

function toFound(
  metric: "lb.ejection_s" | "recovery.time_s",
  phase: "fault" | "recovery",
  result: Settling,
): Found {
  switch (result.state) {
    case "too-few":
      return missing(
        metric,
        phase,
        `${result.requests} requests are too few to see when errors end`,
        result.requests,
      );
    case "unsettled":
      return { ...found(metric, phase, result.ms / 1000, result.requests), atLeast: true };
    case "settled":
      return found(metric, phase, result.ms / 1000, result.requests);
  }
}
