import type { PhaseName } from "../model/lab.ts";
import { onTimeMs } from "../model/load-records.ts";
import type { Doubt } from "./doubt.ts";
import { generatorAllowance } from "./generator.ts";
import { eventsOf, recordsOf, type Span, type StepData } from "./step-data.ts";
import type { Totals } from "./totals.ts";

const leastAchieved = 0.98;
const busyShare = 0.9;
const clockStepMs = 100;

/** Whether the load was what it says: on time, not short of CPU, not capped, by a steady clock. */
export function generatorSoundness(data: StepData, totals: readonly Totals[]): Doubt[] {
  return [
    ...late(totals),
    ...busy(data),
    ...peakBusy(data),
    ...unsettled(data),
    ...capped(data),
    ...stepped(data),
    ...brokenOff(data),
  ];
}

function late(totals: readonly Totals[]): Doubt[] {
  const achieved = ({ asked, sent, sentLate }: Totals) => (asked > 0 ? (sent - sentLate) / asked : 1);
  const phases = totals.filter((one) => achieved(one) < leastAchieved).map((one) => one.phase);
  if (phases.length === 0) return [];
  const worst = Math.min(...totals.map(achieved));
  const text = `the generator sent ${(worst * 100).toFixed(1)} % of requests on time${inPhases(phases)}; needs 98 %`;
  return [{ code: "generator-late", text, phases }];
}

// "all" goes without saying beside the phases that make it up
function inPhases(phases: readonly PhaseName[]): string {
  const named = phases.filter((phase) => phase !== "all");
  return named.length > 0 ? ` (${named.join(", ")})` : "";
}

function busy(data: StepData): Doubt[] {
  const loads = data.spans.map((span) => ({ phase: span.phase, ...loadIn(data, span) }));
  const doubts: Doubt[] = [];
  const starved = loads.filter((one) => one.share >= busyShare).map((one) => one.phase);
  if (starved.length > 0) {
    const worst = Math.max(...loads.map((one) => one.share));
    const text = `the generator used ${(worst * 100).toFixed(0)} % of its CPU${inPhases(starved)}`;
    doubts.push({ code: "generator-busy", text, phases: starved });
  }
  const heldUp = loads.filter((one) => one.delayMs > onTimeMs).map((one) => one.phase);
  if (heldUp.length > 0) {
    const worst = Math.max(...loads.map((one) => one.delayMs));
    const text = `the generator's timers were ${worst.toFixed(0)} ms late (p99)${inPhases(heldUp)}`;
    doubts.push({ code: "generator-busy", text, phases: heldUp });
  }
  const errors = recordsOf(data, "window").reduce((sum, one) => sum + one.generator.localErrors, 0);
  if (errors > 0) {
    const text = `the generator could not open ${errors} connections for want of ports or descriptors of its own`;
    doubts.push({ code: "generator-busy", text });
  }
  return doubts;
}

/** Share of its CPU that the generator used in a phase, and how late its timers were (median of the seconds' p99). */
function loadIn(data: StepData, span: Span): { share: number; delayMs: number } {
  const own = recordsOf(data, "window").filter((one) => one.fromMs >= span.fromMs && one.toMs <= span.toMs);
  const lasted = own.reduce((sum, one) => sum + one.toMs - one.fromMs, 0) / 1000;
  const cpu = own.reduce((sum, one) => sum + one.generator.cpuS, 0);
  const delays = own.map((one) => one.generator.loopDelayP99Ms).sort((a, b) => a - b);
  return {
    share: lasted > 0 ? cpu / (generatorAllowance(data) * lasted) : 0,
    delayMs: delays[Math.floor(delays.length / 2)] ?? 0,
  };
}

function peakBusy(data: StepData): Doubt[] {
  const cores = Math.max(0, ...recordsOf(data, "peak").map((peak) => peak.generatorCores));
  const share = cores / generatorAllowance(data);
  if (share < busyShare) return [];
  const text = `the generator used ${(share * 100).toFixed(0)} % of its CPU: the knee may be its own`;
  return [{ code: "generator-busy", text }];
}

function capped(data: StepData): Doubt[] {
  const hits = recordsOf(data, "window").reduce((sum, one) => sum + one.generator.capHits, 0);
  if (hits === 0) return [];
  const text = `${hits} requests had to wait because too many were under way`;
  return [{ code: "outstanding-cap", text }];
}

function stepped(data: StepData): Doubt[] {
  const steps = recordsOf(data, "window").map((window) => window.generator.clockStepMs);
  const own = Math.max(0, ...steps) - Math.min(0, ...steps);
  const clocks = eventsOf(data, "clock");
  const offsets = clocks.map((clock) => clock.offsetMs);
  const apart = offsets.length > 1 ? Math.max(...offsets) - Math.min(...offsets) : 0;
  const error = Math.max(0, ...clocks.map((clock) => clock.roundTripMs));
  const found = own > clockStepMs ? own : apart - error > clockStepMs ? apart : 0;
  if (found === 0) return [];
  return [
    { code: "clock-step", text: `the wall clock jumped by ${found.toFixed(0)} ms during the measurement` },
  ];
}

// Ended by the run (stop) or by its own length; anything else means that nobody held the reins any more.
function brokenOff(data: StepData): Doubt[] {
  const end = recordsOf(data, "end").at(-1);
  if (!end || end.why === "duration" || end.why === "stop") return [];
  return [{ code: "aborted", text: `the load generator ended by itself (${end.why})` }];
}

// A knee that is still rising is no knee: a server that compiles has less left for its users.
function unsettled(data: StepData): Doubt[] {
  if (recordsOf(data, "peak").every(({ settled }) => settled !== false)) return [];
  return [{ code: "not-settled", text: "the throughput still grew when the warm-up had to end" }];
}
