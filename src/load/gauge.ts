import { monitorEventLoopDelay } from "node:perf_hooks";
import type { GeneratorSample } from "../model/load-records.ts";
import type { Clock } from "./clock.ts";
import type { LoopGauges } from "./open-loop.ts";

const resolutionMs = 20;

/** Watches the generator itself, so that its own trouble is not taken for the service's. */
export function startGauge(clock: Clock, loop: LoopGauges): { take(): GeneratorSample; stop(): void } {
  const delay = monitorEventLoopDelay({ resolution: resolutionMs });
  delay.enable();
  let cpu = process.cpuUsage();
  let before = { ...loop };
  // the monitor reports the whole distance between its ticks
  const delayMs = (ns: number): number => Math.max(0, Math.round(ns / 1e5 - resolutionMs * 10) / 10);
  return {
    take() {
      const used = process.cpuUsage(cpu);
      cpu = process.cpuUsage();
      const sample: GeneratorSample = {
        processes: 1,
        cpuS: (used.user + used.system) / 1e6,
        loopDelayP99Ms: delay.count > 0 ? delayMs(delay.percentile(99)) : 0,
        loopDelayMaxMs: delay.count > 0 ? delayMs(delay.max) : 0,
        outstanding: loop.outstanding,
        capHits: loop.capHits - before.capHits,
        localErrors: loop.localErrors - before.localErrors,
        bytesSent: loop.bytesSent - before.bytesSent,
        bytesReceived: loop.bytesReceived - before.bytesReceived,
        clockStepMs: Math.round(clock.stepMs() * 10) / 10,
      };
      delay.reset();
      before = { ...loop };
      return sample;
    },
    stop: () => delay.disable(),
  };
}
