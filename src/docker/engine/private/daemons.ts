import { basename, isAbsolute } from "node:path";
import type { EngineHome } from "../home.ts";
import { type FoundProcess, findProcesses, sharesOurNetwork } from "./processes.ts";

/** Every dockerd that shares our network namespace, and so our firewall: two would destroy each other's rules. */
export async function runningDaemons(): Promise<FoundProcess[]> {
  const all = await findProcesses((args) => basename(args[0] ?? "") === "dockerd");
  const near = await Promise.all(all.map(sharesOurNetwork));
  return all.filter((_, index) => near[index]);
}

/** Whether a dockerd's command line is that of this home's engine. */
export function isOwnDaemon(args: readonly string[], home: EngineHome): boolean {
  return args.includes(home.pidFile) || args.includes(`--pidfile=${home.pidFile}`);
}

/** The dockerd of this home, found by what it runs, not by a pid file that may be stale. */
export async function ownDaemon(home: EngineHome): Promise<FoundProcess | undefined> {
  return (await runningDaemons()).find((daemon) => isOwnDaemon(daemon.args, home));
}

/** The folder a dockerd keeps its data in, for messages. */
export function dataRootOf(args: readonly string[]): string {
  const value = args[args.indexOf("--data-root") + 1];
  return args.includes("--data-root") && value && isAbsolute(value) ? value : "/var/lib/docker";
}
