import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  isProgress,
  readProgress,
  sealed,
  setAside,
  textOf,
  unsealed,
  writeProgress,
  writeWhole,
} from "../../guide/progress-file.ts";
import { LabError } from "../../model/errors.ts";
import type { Progress } from "../../model/walk.ts";
import { labWithStages } from "../catalog.ts";
import { runsDir } from "../run-folder.ts";
import type { AppContext } from "../session.ts";
import { ownRuns } from "./evidence.ts";
import { progressFile } from "./open-walk.ts";
import { predictionsFile } from "./predictions.ts";

type Context = Pick<AppContext, "root" | "env">;

/** What a run's folder must hold to be evidence elsewhere; samples stay where they were made. */
const carried = [
  "owner.json",
  "plan.json",
  "events.ndjson",
  "measurements.json",
  "verdict.json",
  predictionsFile,
];

export interface Transfer {
  file: string;
  lab: string | null;
  runs: number;
}

/** Everything of a learner in one file: how far the walk has come, and the records that its steps rest on. */
export async function exportProgress(context: Context, file: string): Promise<Transfer> {
  const progress = readProgress(progressFile(context));
  if (!progress) {
    throw new LabError("usage", "there is no progress to export", { next: "./lab start begins" });
  }
  const runs: Record<string, Record<string, string>> = {};
  for (const id of Object.keys(progress.labs)) {
    const { lab } = await labWithStages(context.root, id);
    for (const { plan } of (await ownRuns(context.root, lab, progress.seed)).values())
      runs[plan.run] = filesOf(join(runsDir(context.root), plan.run));
  }
  writeWhole(file, sealed({ format: 1, kind: "stagecraft-progress", progress, runs }));
  return { file, lab: progress.lab, runs: Object.keys(runs).length };
}

function filesOf(folder: string): Record<string, string> {
  const present = carried.filter((name) => existsSync(join(folder, name)));
  return Object.fromEntries(present.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

interface Carried {
  progress: Progress;
  runs: Record<string, Record<string, string>>;
}

/** Names of folders and files come from the file: only those that we write are let in. */
function isCarried(value: Record<string, unknown> | undefined): value is Record<string, unknown> & Carried {
  if (value?.kind !== "stagecraft-progress" || value.format !== 1 || !isProgress(value.progress))
    return false;
  if (typeof value.runs !== "object" || value.runs === null) return false;
  return Object.entries(value.runs as Record<string, unknown>).every(
    ([run, files]) =>
      /^\d{8}-\d{6}-[0-9a-f]{4}$/.test(run) &&
      typeof files === "object" &&
      files !== null &&
      Object.entries(files).every(([name, text]) => carried.includes(name) && typeof text === "string"),
  );
}

/** Takes over what another machine exported. What was here before is kept aside, and runs that exist stay as they are. */
export function importProgress(context: Context, file: string): Transfer {
  const text = textOf(file);
  if (text === undefined)
    throw new LabError("usage", `there is no file ${file}`, {
      next: "./lab status --export FILE writes one",
    });
  const value = unsealed(text);
  if (!isCarried(value)) {
    throw new LabError("bad-input", "is no exported progress, or it is damaged (nothing was changed)", {
      place: { file },
      next: "export it again where it came from: ./lab status --export FILE",
    });
  }
  for (const [run, files] of Object.entries(value.runs)) {
    const folder = join(runsDir(context.root), run);
    if (existsSync(folder)) continue;
    mkdirSync(folder, { recursive: true });
    for (const [name, content] of Object.entries(files))
      writeFileSync(join(folder, name), ownerless(name, content));
  }
  const target = progressFile(context);
  setAside(target, stampOf(new Date()));
  writeProgress(target, value.progress);
  return { file, lab: value.progress.lab, runs: Object.keys(value.runs).length };
}

/** The processes of another machine are nobody here. */
function ownerless(name: string, content: string): string {
  if (name !== "owner.json") return content;
  const owner = JSON.parse(content) as Record<string, unknown>;
  return `${JSON.stringify({ ...owner, state: "busy", controller: undefined, processes: [], quotas: null }, null, 2)}\n`;
}

/** For a file's name. */
export const stampOf = (now: Date): string =>
  now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
