import { type Found, found, missing, quotient } from "./figure.ts";
import { recordsOf, type StepData } from "./step-data.ts";
import type { Totals } from "./totals.ts";

/** Cores the generator may use: its reserved share, and one per process at most. */
export function generatorAllowance(data: StepData): number {
  const processes = Math.max(1, ...recordsOf(data, "window").map((window) => window.generator.processes));
  return Math.min(data.stage.client.cpus, processes);
}

/** How the generator itself fared: what it was asked, what it sent on time, and how busy it was. */
export function generator(data: StepData, totals: readonly Totals[]): Found[] {
  const windows = recordsOf(data, "window");
  return totals.flatMap((part) => {
    const span = data.spans.find((one) => one.phase === part.phase);
    // a window counts where most of it lies
    const own = windows.filter((window) => {
      const middle = (window.fromMs + window.toMs) / 2;
      return span !== undefined && middle >= span.fromMs && middle < span.toMs;
    });
    const { phase, asked, sent, sentLate } = part;
    const lasted = own.reduce((sum, window) => sum + window.toMs - window.fromMs, 0) / 1000;
    const cpu = own.reduce((sum, window) => sum + window.generator.cpuS, 0);
    const delays = own.map((window) => window.generator.loopDelayP99Ms).sort((a, b) => a - b);
    const lacking = "the generator reported nothing in this phase";
    return [
      quotient(
        "generator.achieved_ratio",
        phase,
        sent - sentLate,
        asked,
        "no request became due in this phase",
      ),
      quotient("generator.cpu_ratio", phase, cpu / generatorAllowance(data), lasted, lacking, own.length),
      delays.length > 0
        ? found("generator.loop_delay_ms", phase, delays[Math.floor(delays.length / 2)]!, delays.length)
        : missing("generator.loop_delay_ms", phase, lacking),
      own.length > 0
        ? found(
            "generator.outstanding",
            phase,
            Math.max(...own.map((one) => one.generator.outstanding)),
            own.length,
          )
        : missing("generator.outstanding", phase, lacking),
    ];
  });
}
