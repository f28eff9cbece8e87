import type { ProbeRecord } from "../model/load-records.ts";
import type { OutageWindow } from "../model/measurement.ts";
import { type Found, found } from "./figure.ts";
import { recordsOf, type Span, type StepData } from "./step-data.ts";

/** From the first probe that failed to the first that was answered again; `toMs` null when none was. */
export interface Outage {
  fromMs: number;
  toMs: number | null;
}

/** Pairs the probes' changes of state; a repeated state is no new outage. */
export function outagesOf(probes: readonly ProbeRecord[]): Outage[] {
  const outages: Outage[] = [];
  let open: Outage | undefined;
  for (const probe of [...probes].sort((a, b) => a.atMs - b.atMs)) {
    if (probe.state === "down" && !open) {
      open = { fromMs: probe.atMs, toMs: null };
      outages.push(open);
    } else if (probe.state === "up" && open) {
      open.toMs = probe.atMs;
      open = undefined;
    }
  }
  return outages;
}

/** Number, longest (of those that began in the phase, to their end) and time in the phase without an answer. */
export function outage(data: StepData): Found[] {
  const outages = outagesOf(recordsOf(data, "probe"));
  const endMs = data.spans.find((span) => span.phase === "all")?.toMs ?? 0;
  return data.spans.flatMap((span) => inSpan(outages, span, endMs));
}

function inSpan(outages: readonly Outage[], span: Span, endMs: number): Found[] {
  const { phase } = span;
  const begun = outages.filter((one) => one.fromMs >= span.fromMs && one.fromMs < span.toMs);
  const touching = outages.filter((one) => one.fromMs < span.toMs && (one.toMs ?? endMs) > span.fromMs);
  const lengths = begun.map((one) => Math.max(0, (one.toMs ?? endMs) - one.fromMs));
  const longest = Math.max(0, ...lengths);
  // one that never ended may be the longest whatever the others were
  const open = begun.some((one) => one.toMs === null);
  const total = touching.reduce(
    (sum, one) => sum + Math.min(one.toMs ?? endMs, span.toMs) - Math.max(one.fromMs, span.fromMs),
    0,
  );
  return [
    found("outage.count", phase, begun.length, Math.max(1, begun.length)),
    {
      ...found("outage.longest_s", phase, longest / 1000, Math.max(1, begun.length)),
      ...(open ? { atLeast: true } : {}),
    },
    found("outage.total_s", phase, total / 1000, Math.max(1, touching.length)),
  ];
}

/** The outages of a step as they are recorded beside the figures. */
export function outageWindows(data: StepData): OutageWindow[] {
  return outagesOf(recordsOf(data, "probe")).map((one) => ({ ...data.key, ...one }));
}
