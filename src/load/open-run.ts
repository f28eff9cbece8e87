import type { EndRecord, LoadRecord, ReadyRecord } from "../model/load-records.ts";
import { type ClockBase, createClock } from "./clock.ts";
import { startGauge } from "./gauge.ts";
import { openEndpoint } from "./http/endpoint.ts";
import type { ResolvedOpenJob } from "./job.ts";
import { createObserver } from "./observer.ts";
import { createOpenLoop } from "./open-loop.ts";
import { createPhases } from "./phases.ts";
import { startProbes } from "./probes.ts";
import { createRecorder } from "./recorder.ts";
import { createSchedule } from "./schedule.ts";

const windowMs = 1000;

/** Time between "ready" and the first arrival, for several processes to get ready in. */
export const startDelayMs = 20;

/** Which share of a job one process has, and the clock all of them count by. */
export interface Part {
  index: number;
  of: number;
  clock: ClockBase;
  startMs: number;
}

export type StopReason = EndRecord["why"];

/** A load that can be spoken to while it runs. */
export interface RunningLoad {
  mark(phase: string, atMs?: number): void;
  stop(why: StopReason): void;
  /** The worker's clock. */
  now(): number;
  /** Resolves with the last record, which has been emitted. */
  ended: Promise<EndRecord>;
}

/**
 * Runs an open-loop job, or one process's part of it, and emits its records.
 * @throws LabError when the target has no address.
 */
export async function runOpenJob(
  job: ResolvedOpenJob,
  emit: (record: LoadRecord) => void,
  part?: Part,
): Promise<RunningLoad> {
  const clock = createClock(part?.clock);
  const endpoint = await openEndpoint(new URL(job.url), {
    ttlMs: job.dnsTtlMs,
    addresses: job.addresses,
    tls: job.tls,
  });
  const parts = part?.of ?? 1;
  const startMs = part?.startMs ?? clock.now() + startDelayMs;
  const phases = createPhases(job.phase);
  const recorder = createRecorder(phases, startMs);
  const observer = createObserver(recorder, phases, job.login.path, emit);
  const nextArrival = createSchedule(job, part?.index ?? 0, parts);
  const maxOutstanding = Math.max(1, Math.ceil(job.maxOutstanding / parts));
  const loop = createOpenLoop({
    job,
    clock,
    startMs,
    nextArrival,
    endpoint,
    recorder,
    observer,
    maxOutstanding,
  });
  const gauge = startGauge(clock, loop.gauges);
  const ready: ReadyRecord = { kind: "ready", startMs, processes: parts, node: process.version };
  emit(ready);
  loop.start();
  const probes = job.probe && !part?.index ? startProbes(job, clock, endpoint, emit) : undefined;

  let fromMs = startMs;
  function window(): void {
    const toMs = clock.now();
    emit({ kind: "window", fromMs, toMs, ...recorder.take(), generator: gauge.take() });
    observer.nextWindow();
    loop.sweep();
    fromMs = toMs;
  }
  const windows = setInterval(window, windowMs);

  let why: StopReason | undefined;
  let stoppedMs = 0;
  let resolveLimit: () => void = () => {};
  const limit = new Promise<void>((resolve) => {
    resolveLimit = resolve;
  });
  function stop(reason: StopReason): void {
    if (reason === "limit") resolveLimit();
    if (why) return;
    why = reason;
    stoppedMs = clock.now();
    loop.stopArrivals();
  }
  const timers = [after(startMs + job.maxDurationMs - clock.now(), () => stop("limit"))];
  if (job.durationMs !== undefined) {
    timers.push(after(startMs + job.durationMs - clock.now(), () => stop("duration")));
  }

  async function finish(): Promise<EndRecord> {
    await Promise.race([loop.drained, limit]);
    for (const timer of timers) clearTimeout(timer);
    clearInterval(windows);
    if (loop.gauges.outstanding === 0) await probes?.stop();
    window();
    gauge.stop();
    const { totals } = recorder;
    const unfinished = totals.scheduled - totals.ok - totals.failed - totals.refused;
    const end: EndRecord = {
      kind: "end",
      startMs,
      stoppedMs,
      endMs: clock.now(),
      why: why ?? "limit",
      ...totals,
      unfinished,
      abandoned: loop.gauges.abandoned,
    };
    emit(end);
    loop.close();
    return end;
  }

  return {
    mark(phase, atMs = clock.now()) {
      phases.mark(phase, atMs);
      emit({ kind: "mark", phase, atMs });
    },
    stop,
    now: clock.now,
    ended: finish(),
  };
}

/** A timer that does not run out early when asked for more than a timer can hold. */
function after(ms: number, then: () => void): NodeJS.Timeout {
  return setTimeout(then, Math.min(Math.max(0, ms), 2_147_483_647));
}
