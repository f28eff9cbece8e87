import { readdir, readFile } from "node:fs/promises";
import { sep } from "node:path";
import { execa } from "execa";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Kernel's start time; opaque, only compared. */
  started: string;
}

/** Start time of a process, or undefined when there is none with that number. */
async function startOf(pid: number): Promise<string | undefined> {
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
    // the command's name may hold spaces and parentheses: count from the last one; field 22 of the line
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields?.[0] === "Z" ? undefined : fields?.[19];
  }
  const result = await execa("ps", ["-o", "lstart=", "-p", String(pid)], { reject: false });
  return result.exitCode === 0 ? result.stdout.trim() : undefined;
}

/** Identity of a living process. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const started = await startOf(pid);
  return started === undefined ? undefined : { pid, started };
}

/** This process, so that nobody mistakes a later one with the same number for it. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return (await identify(process.pid)) ?? { pid: process.pid, started: "unknown" };
}

/** True while that very process lives. */
export async function lives(identity: ProcessIdentity): Promise<boolean> {
  return (await startOf(identity.pid)) === identity.started;
}

/** Ends that very process and its group, if it still lives. */
export async function endGroup(identity: ProcessIdentity): Promise<boolean> {
  if (!(await lives(identity))) return false;
  try {
    process.kill(-identity.pid, "SIGKILL");
  } catch {
    process.kill(identity.pid, "SIGKILL");
  }
  return true;
}

/**
 * Living `docker compose` processes whose resolved file lies in a run folder below `runsDir`: covers the
 * moment between a process's start and its being put on record. Linux only; elsewhere the record must do.
 */
export async function composeProcesses(
  runsDir: string,
  isOurs: (run: string) => boolean,
): Promise<ProcessIdentity[]> {
  if (process.platform !== "linux") return [];
  const found: ProcessIdentity[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    const words = line.split("\0");
    const file = words.find((word) => word.startsWith(runsDir + sep));
    const run = file?.slice(runsDir.length + 1).split(sep)[0];
    if (run === undefined || !words.includes("compose") || !isOurs(run)) continue;
    const identity = await identify(Number(name));
    if (identity) found.push(identity);
  }
  return found;
}
