import type { HostFingerprint } from "../model/event.ts";
import type { PhaseLengths } from "../model/lab.ts";
import type { PlannedLoad } from "../model/plan.ts";
import { formatValue } from "../text/numbers.ts";

/** An open load and its phases in a line. */
export function loadText(
  { ratePerS, arrivals, mix }: Extract<PlannedLoad, { kind: "open" }>,
  { baselineMs, faultMs, recoveryMs }: PhaseLengths,
): string {
  const seconds = (ms: number) => formatValue(ms / 1000, "s", "en");
  const journeys = mix.map(({ journey, weight }) => `${journey} ${weight}`).join(" : ");
  const phases = `baseline ${seconds(baselineMs)}, fault ${seconds(faultMs)}, recovery ${seconds(recoveryMs)}`;
  return `${formatValue(ratePerS, "1/s", "en")}, ${arrivals} arrivals, ${journeys}; ${phases}`;
}

/** A host in a line. */
export function hostText({ cores, memoryMiB, engine, kernel, speed, cpuPeriodMs }: HostFingerprint): string {
  const scaled = speed === undefined ? "" : `, STAGECRAFT_SPEED=${speed}`;
  const periods = cpuPeriodMs === undefined ? "" : `, STAGECRAFT_CPU_PERIOD=${cpuPeriodMs}ms`;
  return `${cores} cores, ${formatValue(memoryMiB, "MiB", "en")}, engine ${engine}, kernel ${kernel}${scaled}${periods}`;
}
