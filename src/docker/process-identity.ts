import { readdir, readFile } from "node:fs/promises";
import { execa } from "execa";

/** A process that cannot be mistaken for a later one with the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Kernel's start time; opaque, only compared. */
  started: string;
}

/** Our project names: `sc-<run>-<alias>`. */
const projectRun = /^sc-(\d{8}-\d{6}-[0-9a-f]{4})-/;

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
 * Living `docker compose` processes of our runs, by the project name in their command line: covers the
 * moment between a process's start and its being put on record. Linux only; elsewhere the record must do.
 */
export async function composeProcesses(isOurs: (run: string) => boolean): Promise<ProcessIdentity[]> {
  if (process.platform !== "linux") return [];
  const found: ProcessIdentity[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "");
    const run = line
      .split("\0")
      .map((word) => projectRun.exec(word)?.[1])
      .find((one) => one !== undefined);
    if (run === undefined || !line.includes("compose") || !isOurs(run)) continue;
    const identity = await identify(Number(name));
    if (identity) found.push(identity);
  }
  return found;
}
