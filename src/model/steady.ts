import { mergeHistograms } from "./histogram.ts";
import { isFailure } from "./load.ts";
import type { Tick, WindowRecord } from "./load-records.ts";

/** What users saw in about one second. */
export interface UserSecond {
  /** Its end, on our clock. */
  atMs: number;
  ok: number;
  failed: number;
  /** Requests under way at its end. */
  waiting: number;
  /** Of the good answers, from their intended instants; null when there was none. */
  p50Ms: number | null;
  p99Ms: number | null;
}

/** The generator's window as users saw it. */
export function userSecond(window: WindowRecord): UserSecond {
  const rows = window.phases.flatMap((phase) => phase.rows);
  const ok = rows.filter((row) => row.outcome === "ok");
  const count = (some: typeof rows) => some.reduce((sum, row) => sum + row.count, 0);
  const latency = mergeHistograms(ok.map((row) => row.latency));
  return {
    atMs: window.toMs,
    ok: count(ok),
    failed: count(rows.filter((row) => isFailure(row.outcome))),
    waiting: window.generator.outstanding,
    p50Ms: ok.length > 0 ? latency.p50 : null,
    p99Ms: ok.length > 0 ? latency.p99 : null,
  };
}

/** At most this share of requests may fail in a steady state. */
export const steadyFailedShare = 0.05;

/** A good second: requests were answered, hardly one failed, and none piled up. */
export function isGood({ ok, failed, waiting }: UserSecond): boolean {
  const ended = ok + failed;
  return ok > 0 && failed <= steadyFailedShare * ended && waiting <= Math.max(3, ended / 2);
}

/** True when the last so many seconds were all good: a first good answer is no recovery yet. */
export function isSustained(seconds: readonly UserSecond[], many: number): boolean {
  return seconds.length >= many && seconds.slice(-many).every(isGood);
}

/** Where the good seconds begin that go on to the end; undefined when the last one was not good. */
export function recoveredAt(seconds: readonly UserSecond[]): number | undefined {
  const lastBad = seconds.findLastIndex((second) => !isGood(second));
  if (lastBad === seconds.length - 1) return undefined;
  return lastBad < 0 ? undefined : seconds[lastBad]!.atMs;
}

/** What users saw over several seconds. */
export interface UserView {
  requests: number;
  failed: number;
  /** Null without requests. */
  failedShare: number | null;
  /** Worst second. */
  p99Ms: number | null;
}

/** Sums of the seconds that ended after `fromMs` and up to `toMs`. */
export function userView(seconds: readonly UserSecond[], fromMs: number, toMs: number): UserView {
  const within = seconds.filter((second) => second.atMs > fromMs && second.atMs <= toMs);
  const ok = within.reduce((sum, second) => sum + second.ok, 0);
  const failed = within.reduce((sum, second) => sum + second.failed, 0);
  const worst = within.flatMap((second) => (second.p99Ms === null ? [] : [second.p99Ms]));
  return {
    requests: ok + failed,
    failed,
    failedShare: ok + failed > 0 ? failed / (ok + failed) : null,
    p99Ms: worst.length > 0 ? Math.max(...worst) : null,
  };
}

/**
 * The same by when requests were *meant* to be sent, from ticks of the generator: one that waits in vain belongs to
 * the moment in which its user came, not to the one in which he gave up.
 */
export function intendedView(
  ticks: readonly Tick[],
  seconds: readonly UserSecond[],
  fromMs: number,
  toMs: number,
): UserView {
  const within = ticks.filter((tick) => tick.atMs >= fromMs && tick.atMs < toMs);
  const ok = within.reduce((sum, tick) => sum + tick.ok + tick.refused, 0);
  const failed = within.reduce((sum, tick) => sum + tick.failed, 0);
  return {
    requests: ok + failed,
    failed,
    failedShare: ok + failed > 0 ? failed / (ok + failed) : null,
    p99Ms: userView(seconds, fromMs, toMs).p99Ms,
  };
}
