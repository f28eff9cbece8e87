import { fileURLToPath } from "node:url";
import { LabError } from "../model/errors.ts";
import type { EndRecord, LoadRecord, WindowRecord } from "../model/load-records.ts";
import { startWorkerChild, type WorkerChild } from "./child.ts";
import { createClock } from "./clock.ts";
import type { ResolvedOpenJob } from "./job.ts";
import { mergeEnds, mergeWindows } from "./merge.ts";
import type { Part, RunningLoad, StopReason } from "./open-run.ts";

/** Time for the processes to start before the first arrival is due. */
const warmUpMs = 800;

/** A mark lies this far ahead, so that it reaches every process before the requests it concerns end. */
const markAheadMs = 20;

/** Runs a job in several processes that share its schedule and one clock; their records come out as one stream. */
export async function runInProcesses(
  job: ResolvedOpenJob,
  emit: (record: LoadRecord) => void,
): Promise<RunningLoad> {
  const clock = createClock();
  const startMs = clock.now() + warmUpMs;
  const file = fileURLToPath(import.meta.url);
  const ends: EndRecord[] = [];
  let windows: WindowRecord[] = [];
  let why: StopReason | undefined;
  let broken: LabError | undefined;
  const children: WorkerChild[] = [];

  function flush(): void {
    if (windows.length > 0) emit(mergeWindows(windows, job.processes));
    windows = [];
  }

  function receive(record: LoadRecord): void {
    if (record.kind === "window") windows.push(record);
    else if (record.kind === "end") ends.push(record);
    else if (record.kind === "error") {
      broken ??= new LabError("load", record.what);
      for (const child of children) child.send({ cmd: "stop" });
    } else if (record.kind !== "ready" && record.kind !== "mark" && record.kind !== "clock") emit(record);
  }

  for (let index = 0; index < job.processes; index++) {
    const part: Part = { index, of: job.processes, clock: clock.base, startMs };
    const { silenceMs: _ours, ...rest } = job;
    children.push(startWorkerChild(file, { ...rest, part }, receive));
  }
  emit({ kind: "ready", startMs, processes: job.processes, node: process.version });
  const flushing = setInterval(flush, 1000);

  async function finish(): Promise<EndRecord> {
    try {
      await Promise.all(children.map((child) => child.exited));
    } finally {
      clearInterval(flushing);
      for (const child of children) child.send({ cmd: "stop" });
    }
    if (broken) throw broken;
    flush();
    if (ends.length < children.length)
      throw new LabError("load", "a generator process ended without its totals");
    const end = { ...mergeEnds(ends), ...(why ? { why } : {}) };
    emit(end);
    return end;
  }

  return {
    mark(phase) {
      const atMs = clock.now() + markAheadMs;
      for (const child of children) child.send({ cmd: "mark", phase, atMs });
      emit({ kind: "mark", phase, atMs });
    },
    stop(reason) {
      why ??= reason;
      for (const child of children) child.send({ cmd: "stop" });
    },
    now: clock.now,
    ended: finish(),
  };
}
