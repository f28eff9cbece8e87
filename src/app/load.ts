import { availableParallelism } from "node:os";
import { duration, durationMs } from "../catalog/schema/units.ts";
import { startHostGenerator } from "../load/generator.ts";
import { type PlainLoad, plainJob } from "../load/plain-load.ts";
import { generatorProblems } from "../load/validity.ts";
import { LabError } from "../model/errors.ts";
import { mergeHistograms } from "../model/histogram.ts";
import type { LoadRecord, WindowRecord } from "../model/load-records.ts";

/** The verb's words, not yet checked. */
export interface LoadWords {
  url: string;
  rate: string;
  for: string;
  arrivals: string;
  seed: string;
  processes: string;
}

/** Result of `load`: counts of requests, latencies in ms of the good ones from their intended instants. */
export interface LoadResult {
  /** Requests the schedule held. */
  asked: number;
  /** Requests sent on time, whatever the service did with them. */
  achieved: number;
  ok: number;
  failed: number;
  latencyMs: { p50: number; p90: number; p99: number; p999: number; max: number };
  /** The generator did what it was asked: the figures are the service's. */
  valid: boolean;
  reasons: string[];
}

const fastest = 100_000;

function usage(what: string, next: string): LabError {
  return new LabError("usage", what, { next });
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function targetOf(text: string): URL {
  if (!URL.canParse(text)) throw usage(`not an address: ${text}`, "write it as http://127.0.0.1:8080/");
  const url = new URL(text);
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw usage(`not an http address: ${text}`, "write it as http://127.0.0.1:8080/");
  }
  if (!isLoopback(url.hostname)) {
    throw usage(
      `${url.hostname} is not this machine: load goes to loopback addresses only`,
      "use 127.0.0.1, ::1 or localhost; ./lab up STAGE prints such an address",
    );
  }
  return url;
}

function numberOf(name: string, text: string, most: number): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value > 0 && value <= most) return value;
  throw usage(
    `--${name} ${text} is no number above 0 and up to ${most}`,
    `for example --${name} ${Math.min(200, most)}`,
  );
}

/**
 * Checks the words of `lab load`.
 * @throws LabError `usage` that says what is wrong with which word.
 */
export function parseLoadWords(words: LoadWords): PlainLoad {
  const url = targetOf(words.url);
  const rate = numberOf("rate", words.rate.replace(/\/s$/, ""), fastest);
  const lasts = duration.safeParse(words.for).success ? durationMs(words.for) : 0;
  if (lasts <= 0 || lasts > 86_400_000) {
    throw usage(`--for ${words.for} is no length of time`, "write it as 500ms, 10s or 2m; a day at most");
  }
  if (words.arrivals !== "poisson" && words.arrivals !== "constant") {
    throw usage(`--arrivals ${words.arrivals} is not known`, "choose poisson or constant");
  }
  const processes = numberOf("processes", words.processes, 64);
  if (!Number.isInteger(processes))
    throw usage(`--processes ${words.processes} is not whole`, "for example 2");
  return { url, rate, durationMs: lasts, arrivals: words.arrivals, seed: words.seed, processes };
}

/**
 * Loads an address of this machine and says what its users would have seen. An abort ends it early:
 * the result then covers what was measured until then.
 * @throws LabError `load` when the generator fails.
 */
export async function runLoad(
  load: PlainLoad,
  context: { workerFile: string; signal: AbortSignal; onWindow?: (window: WindowRecord) => void },
): Promise<LoadResult> {
  const windows: WindowRecord[] = [];
  const onRecord = (record: LoadRecord): void => {
    if (record.kind !== "window") return;
    windows.push(record);
    context.onWindow?.(record);
  };
  const generator = startHostGenerator(context.workerFile, plainJob(load), onRecord);
  const stop = (): void => generator.stop();
  context.signal.addEventListener("abort", stop, { once: true });
  if (context.signal.aborted) stop();
  try {
    const end = await generator.ended;
    const good = windows.flatMap((one) => one.phases.flatMap((phase) => phase.rows));
    const latency = mergeHistograms(good.filter((row) => row.outcome === "ok").map((row) => row.latency));
    const { p50, p90, p99, p999, max } = latency;
    const cores = Math.min(availableParallelism(), load.processes ?? 1);
    const problems = generatorProblems(windows, end, cores);
    return {
      asked: end.scheduled,
      achieved: end.sent - end.sentLate,
      ok: end.ok,
      failed: end.failed,
      latencyMs: { p50, p90, p99, p999, max },
      valid: problems.every((problem) => problem.severity !== "invalid"),
      reasons: problems.map((problem) => problem.text),
    };
  } finally {
    context.signal.removeEventListener("abort", stop);
  }
}
