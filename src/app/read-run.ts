import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { measure } from "../measure/measure.ts";
import { LabError } from "../model/errors.ts";
import type { RunEvent, Sample } from "../model/event.ts";
import type { Measurements } from "../model/measurement.ts";
import type { Plan } from "../model/plan.ts";
import type { LabVerdict } from "../model/verdict.ts";
import type { FinishedRun } from "../report/finished-run.ts";
import { judge, type RunInfo } from "../verdict/judge.ts";

const shownRuns = 5;
const planFile = "plan.json";

/**
 * The folder of a run below `runsDir`: the one that was asked for (its id or a path's last part), or the latest
 * that has a plan. Throws LabError("usage") with the last runs when there is no such one.
 */
export async function findRun(runsDir: string, asked?: string): Promise<string> {
  const runs = await plannedRuns(runsDir);
  if (asked === undefined) {
    const latest = runs.findLast(({ lab }) => lab !== "bench" && lab !== "matrix")?.run;
    if (latest === undefined) {
      throw new LabError("usage", "nothing was run here yet", {
        next: "run a lab first: ./lab run 04 --quick",
      });
    }
    return join(runsDir, latest);
  }
  const name = asked.split(/[\\/]/).filter(Boolean).at(-1) ?? asked;
  if (runs.some(({ run }) => run === name)) return join(runsDir, name);
  const last = runs
    .map(({ run }) => run)
    .slice(-shownRuns)
    .reverse();
  throw new LabError("usage", `there is no run "${asked}"`, {
    next: last.length > 0 ? `the last ones: ${last.join(", ")}` : "run a lab first: ./lab run 04 --quick",
  });
}

// Folders of `up` have no plan: there is nothing in them to report.
async function plannedRuns(runsDir: string): Promise<{ run: string; lab: string | undefined }[]> {
  const names = await readdir(runsDir).catch(() => [] as string[]);
  const planned = await Promise.all(
    names.sort().map(async (run) => {
      const text = await readOr(join(runsDir, run, planFile));
      return text === undefined ? [] : [{ run, lab: labOf(text) }];
    }),
  );
  return planned.flat();
}

/** A damaged plan still counts as a run: reading it says what is wrong with it. */
function labOf(plan: string): string | undefined {
  try {
    return (JSON.parse(plan) as Partial<Plan>).lab;
  } catch {
    return undefined;
  }
}

/**
 * Reads a run back from its folder, without any engine. What a killed run left unwritten is measured and judged
 * here from its record; `complete` is then false. Throws LabError("bad-input") for a damaged folder.
 */
export async function readRun(folder: string): Promise<{ run: FinishedRun; complete: boolean }> {
  const plan = await readJson<Plan>(folder, planFile, (value) => Array.isArray(value.actions));
  if (plan === undefined) throw damaged(folder, planFile, "is missing");
  if (plan.format !== 1)
    throw damaged(folder, planFile, `has format ${plan.format}, which this version cannot read`);
  const events = await readLines<RunEvent>(
    folder,
    "events.ndjson",
    (value) => typeof value.type === "string",
  );
  const measured = await readJson<Measurements>(folder, "measurements.json", hasFigures);
  const measurements = measured ?? measure(plan, events, await readSamples(folder));
  const judged = await readJson<LabVerdict>(folder, "verdict.json", (value) => Array.isArray(value.claims));
  const verdict = judged ?? judge(plan.claims, measurements, infoOf(folder, plan, events));
  // the folder may have been moved since: where it is now is what the reader can open
  const run = { plan, events, measurements, verdict: { ...verdict, runDir: folder } };
  return { run, complete: measured !== undefined && judged !== undefined };
}

/** The generator's records of a run. */
export function readSamples(folder: string): Promise<Sample[]> {
  return readLines<Sample>(folder, "samples.ndjson", (value) => isObject(value.record));
}

const hasFigures = (value: Record<string, unknown>): boolean =>
  ["measurements", "unsound", "phases", "outages"].every((name) => Array.isArray(value[name]));

function infoOf(folder: string, plan: Plan, events: readonly RunEvent[]): RunInfo {
  const ended = events.findLast((event) => event.type === "run-ended");
  const [first, last] = [events[0]?.at ?? 0, events.at(-1)?.at ?? 0];
  return {
    lab: plan.lab,
    stages: plan.stages.map((stage) => stage.alias),
    runDir: folder,
    durationS: Math.round((last - first) / 100) / 10,
    outcome: ended?.type === "run-ended" ? ended.outcome : "incomplete",
    ...(ended?.type === "run-ended" && ended.reason !== undefined ? { reason: ended.reason } : {}),
  };
}

type Check = (value: Record<string, unknown>) => boolean;

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

/** A JSON file of the folder; nothing when it is not there, or was cut off in the middle of being written. */
export async function readJson<T>(folder: string, name: string, fits: Check): Promise<T | undefined> {
  const text = await readOr(join(folder, name));
  if (text === undefined) return undefined;
  const value = parsed(text);
  // cut off in the middle: what was made of the record can be made again
  if (value === undefined && name !== planFile) return undefined;
  if (!isObject(value) || !fits(value))
    throw damaged(folder, name, "is damaged: it does not hold what it should");
  return value as T;
}

/** Lines of JSON; the last one may be cut off, as when its writer was killed. */
async function readLines<T>(folder: string, name: string, fits: Check): Promise<T[]> {
  const lines = ((await readOr(join(folder, name))) ?? "").split("\n");
  const values: T[] = [];
  for (const [index, line] of lines.entries()) {
    if (line.trim() === "") continue;
    const value = parsed(line);
    if (isObject(value) && fits(value)) values.push(value as T);
    else if (index < lines.length - 1) throw damaged(folder, name, "is damaged in this line", index + 1);
  }
  return values;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function readOr(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new LabError("environment", `cannot read ${file} (${code ?? "unknown"})`, { cause: thrown });
  }
}

function damaged(folder: string, name: string, what: string, line?: number): LabError {
  return new LabError("bad-input", what, {
    place: { file: join(folder, name), ...(line === undefined ? {} : { line }) },
    next: "this run cannot be reported; choose another one: ./lab report RUN",
  });
}
