import { type EndRecord, onTimeMs, type WindowRecord } from "../model/load-records.ts";

/** Why a measurement is not sound (`invalid`), or what to know about it (`warning`). */
export interface GeneratorProblem {
  code:
    | "not-on-time"
    | "busy"
    | "held-up"
    | "outstanding-cap"
    | "local-errors"
    | "clock-step"
    | "unfinished"
    | "ended-early";
  severity: "invalid" | "warning";
  text: string;
}

/** Share of the asked requests that must have been sent on time. */
const leastAchieved = 0.98;
const mostCpuShare = 0.9;
const mostClockStepMs = 100;

type Check = (
  windows: readonly WindowRecord[],
  end: EndRecord,
  cores: number,
) => GeneratorProblem | undefined;

const invalid = (code: GeneratorProblem["code"], text: string): GeneratorProblem => ({
  code,
  severity: "invalid",
  text,
});

const checks: Check[] = [
  (_windows, end) => {
    const ratio = end.scheduled > 0 ? (end.sent - end.sentLate) / end.scheduled : 1;
    if (ratio >= leastAchieved) return undefined;
    const sent = `${(ratio * 100).toFixed(1)} % of the requests were sent within ${onTimeMs} ms of their instant`;
    return invalid("not-on-time", `only ${sent}; it takes ${leastAchieved * 100} %`);
  },
  (windows, _end, cores) => {
    const lastedS = sum(windows, (one) => one.toMs - one.fromMs) / 1000;
    const share = sum(windows, (one) => one.generator.cpuS) / (lastedS * cores || 1);
    if (share <= mostCpuShare) return undefined;
    const percent = (share * 100).toFixed(0);
    return invalid("busy", `the generator used ${percent} % of its CPU: it may be slower than the service`);
  },
  (windows) => {
    const worst = Math.max(0, ...windows.map((one) => one.generator.loopDelayP99Ms));
    if (worst <= onTimeMs) return undefined;
    const often =
      windows.filter((one) => one.generator.loopDelayP99Ms > onTimeMs).length > windows.length / 10;
    const text = `the generator was held up for ${worst.toFixed(0)} ms at a time (p99 of a second)`;
    return { code: "held-up", severity: often ? "invalid" : "warning", text };
  },
  (windows) => {
    const hits = sum(windows, (one) => one.generator.capHits);
    return hits === 0
      ? undefined
      : invalid("outstanding-cap", `${hits} requests had to wait because too many were under way`);
  },
  (windows) => {
    const errors = sum(windows, (one) => one.generator.localErrors);
    if (errors === 0) return undefined;
    return invalid(
      "local-errors",
      `${errors} connections failed for want of the generator's own ports or files`,
    );
  },
  (windows) => {
    const steps = windows.map((one) => one.generator.clockStepMs);
    const range = Math.max(0, ...steps) - Math.min(0, ...steps);
    if (range <= mostClockStepMs) return undefined;
    return invalid("clock-step", `the wall clock moved by ${range.toFixed(0)} ms against the monotonic one`);
  },
  (_windows, end) =>
    end.unfinished === 0
      ? undefined
      : invalid("unfinished", `${end.unfinished} requests were still unanswered at the end`),
  (_windows, end) =>
    end.why === "duration" || end.why === "stop"
      ? undefined
      : invalid("ended-early", `the generator ended before its time (${end.why})`),
];

/** Everything that speaks against a measurement on the generator's side. `cores`: what it may use. */
export function generatorProblems(
  windows: readonly WindowRecord[],
  end: EndRecord,
  cores: number,
): GeneratorProblem[] {
  return checks.map((check) => check(windows, end, cores)).filter((problem) => problem !== undefined);
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
