import autocannon from "autocannon";
import type { PeakJob } from "../model/load.ts";
import type { EndRecord, LoadRecord, PeakStep } from "../model/load-records.ts";
import { createClock } from "./clock.ts";
import { findKnee } from "./knee.ts";
import type { RunningLoad, StopReason } from "./open-run.ts";
import { warmUp } from "./warm-up.ts";

/** Fewer connections than this leave a server idle between requests. */
const firstConnections = 4;
/** Enough to keep several servers busy, so that each warms up as fast as its share of the cores allows: with 0.2 of
 * one, just-in-time compilation goes on for more than ten seconds, and with two of them no sooner than with one. */
const warmupConnections = 12;
const defaultWarmup = { atLeastMs: 12_000, atMostMs: 45_000 };
const warmupPartMs = 2000;

/**
 * Finds the highest throughput a service reaches, in a closed loop. The latencies steer the search
 * only: a closed loop waits with its users while the service stalls, so no user saw them.
 */
export async function runPeakJob(job: PeakJob, emit: (record: LoadRecord) => void): Promise<RunningLoad> {
  const clock = createClock();
  const startMs = clock.now();
  let why: StopReason | undefined;
  let current: autocannon.Instance | undefined;
  let sent = 0;
  let failed = 0;

  let settled = false;

  const stepMs = job.stepMs ?? 3000;
  const warmup = job.warmup ?? defaultWarmup;
  const partMs = Math.min(warmupPartMs, warmup.atMostMs);

  async function measure(connections: number, ms: number): Promise<PeakStep> {
    const seconds = ms / 1000;
    const result = await new Promise<autocannon.Result>((resolve, reject) => {
      const options = {
        url: new URL(job.path, job.url).href,
        connections,
        duration: seconds,
        ...(job.headers ? { headers: job.headers } : {}),
      };
      current = autocannon(options, (error, found) => (error ? reject(error) : resolve(found)));
    });
    const good = result["2xx"] + result["3xx"];
    const bad = result.errors + result.non2xx - result["3xx"];
    sent += good + bad;
    failed += bad;
    const errorRatio = good + bad === 0 ? 1 : bad / (good + bad);
    const p99Ms = result.latency.p99;
    const within = good > 0 && p99Ms <= job.stopAt.p99Ms && errorRatio <= job.stopAt.errorRatio;
    return { connections, throughput: good / result.duration, p99Ms, errorRatio, within };
  }

  async function run(): Promise<EndRecord> {
    const most = job.maxConnections ?? 256;
    const first = Math.min(firstConnections, most);
    for (let repeat = 0; repeat < (job.repeats ?? 1) && !why; repeat++) {
      const cpu = process.cpuUsage();
      const fromMs = clock.now();
      // thrown away; whoever has once settled stays so
      if (repeat === 0) {
        settled = await warmUp({
          ...warmup,
          measure: async () => (await measure(warmupConnections, partMs)).throughput,
          now: clock.now,
          cancelled: () => why !== undefined,
        });
      }
      const found = await findKnee({
        measure: (connections, purpose) => measure(connections, purpose === "confirm" ? 4 * stepMs : stepMs),
        firstConnections: first,
        maxConnections: most,
        cancelled: () => why !== undefined,
      });
      const used = process.cpuUsage(cpu);
      const generatorCores = (used.user + used.system) / 1000 / (clock.now() - fromMs);
      // a search cut short has found nothing
      if (!why) emit({ kind: "peak", repeat, ...found, generatorCores, settled });
    }
    const endMs = clock.now();
    const counts = { scheduled: sent, sent, sentLate: 0, ok: sent - failed, failed, refused: 0 };
    const end: EndRecord = {
      kind: "end",
      startMs,
      stoppedMs: endMs,
      endMs,
      why: why ?? "duration",
      ...counts,
      unfinished: 0,
      abandoned: 0,
    };
    emit(end);
    return end;
  }

  emit({ kind: "ready", startMs, processes: 1, node: process.version });
  return {
    mark: () => {},
    stop(reason) {
      why ??= reason;
      current?.stop();
    },
    now: clock.now,
    ended: run(),
  };
}
