import type { LoadJob, LoginRule, OpenJob, ProbeRule } from "../model/load.ts";
import { isRequest, requestsOf } from "./journeys.ts";

/** An open-loop job with every default filled in, once. */
export interface ResolvedOpenJob extends OpenJob {
  maxDurationMs: number;
  phase: string;
  login: Required<LoginRule>;
  idPrefix: string;
  timeouts: { connectMs: number; responseMs: number };
  maxOutstanding: number;
  processes: number;
  connections: "shared" | "per-user";
  keepAlive: boolean;
  headers: Record<string, string>;
  dnsTtlMs: number;
}

const hourMs = 3_600_000;

/** Fills the defaults in. */
export function resolveOpenJob(job: OpenJob): ResolvedOpenJob {
  const timeouts = { connectMs: 3000, responseMs: 10_000, ...job.timeouts };
  const drainMs = timeouts.connectMs + timeouts.responseMs + 1000;
  return {
    ...job,
    maxDurationMs: job.maxDurationMs ?? (job.durationMs === undefined ? hourMs : job.durationMs + drainMs),
    phase: job.phase ?? "all",
    login: {
      path: "/login",
      format: "json",
      nameField: "username",
      passwordField: "password",
      ...job.login,
    },
    idPrefix: job.idPrefix ?? "",
    timeouts,
    maxOutstanding: job.maxOutstanding ?? 10_000,
    processes: job.processes ?? 1,
    connections: job.connections ?? (job.mix.every((one) => requestsOf(one) === 1) ? "shared" : "per-user"),
    keepAlive: job.keepAlive ?? true,
    headers: job.headers ?? {},
    dnsTtlMs: job.dnsTtlMs ?? 1000,
  };
}

export function resolveProbe(probe: ProbeRule): Required<ProbeRule> {
  return { everyMs: 20, timeoutMs: 1000, ...probe };
}

function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return `url is not an address: ${text}`;
  const { protocol } = new URL(text);
  return protocol === "http:" || protocol === "https:" ? undefined : `url must be http or https: ${text}`;
}

function positive(name: string, value: number | undefined, required = false): string | undefined {
  if (value === undefined) return required ? `${name} is missing` : undefined;
  return Number.isFinite(value) && value > 0 ? undefined : `${name} must be a number above 0, not ${value}`;
}

function openProblems(job: OpenJob): (string | undefined)[] {
  const mix = job.mix ?? [];
  const logsIn = mix.some((one) => one.steps.some((step) => step.kind === "login"));
  return [
    positive("rate", job.rate, true),
    positive("durationMs", job.durationMs),
    positive("maxOutstanding", job.maxOutstanding),
    positive("dnsTtlMs", job.dnsTtlMs),
    job.processes !== undefined && !Number.isInteger(job.processes) ? "processes must be whole" : undefined,
    positive("processes", job.processes),
    mix.length === 0 ? "mix names no journey" : undefined,
    logsIn && !job.users ? "a journey logs in but users is missing" : undefined,
    ...mix.map((one) => positive(`weight of ${one.journey}`, one.weight, true)),
    ...mix.map((one) => (one.steps.some(isRequest) ? undefined : `journey ${one.journey} sends no request`)),
    ...Object.entries(job.headers ?? {}).map(([name, value]) =>
      /[\r\n]/.test(name + value) ? `header ${JSON.stringify(name)} spans lines` : undefined,
    ),
  ];
}

/** Everything that is wrong with a job, in words; empty when it can be run. */
export function jobProblems(job: LoadJob): string[] {
  const problems = job.kind === "open" ? openProblems(job) : [positive("stepMs", job.stepMs)];
  return [urlProblem(job.url), ...problems].filter((problem) => problem !== undefined);
}
