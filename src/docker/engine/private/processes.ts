import { readdir, readFile, readlink } from "node:fs/promises";
import { identify, lives, type ProcessIdentity } from "../../process-identity.ts";

export interface FoundProcess extends ProcessIdentity {
  args: string[];
  parent: number;
}

const netNamespace = (pid: string) => readlink(`/proc/${pid}/ns/net`).catch(() => undefined);

/** Living processes whose command line and parent `matches`, in whatever namespace. */
export async function findProcesses(
  matches: (args: string[], parent: number) => boolean,
): Promise<FoundProcess[]> {
  const found: FoundProcess[] = [];
  for (const name of await readdir("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    const [line, stat] = await Promise.all(
      ["cmdline", "stat"].map((file) => readFile(`/proc/${name}/${file}`, "utf8").catch(() => "")),
    );
    const args = (line ?? "").split("\0").slice(0, -1);
    const parent = Number((stat ?? "").slice((stat ?? "").lastIndexOf(")") + 2).split(" ")[1]);
    if (args.length === 0 || !matches(args, parent)) continue;
    const id = await identify(Number(name));
    if (id) found.push({ ...id, args, parent });
  }
  return found;
}

/** Whether a process shares our network namespace. */
export async function sharesOurNetwork(process: ProcessIdentity): Promise<boolean> {
  return (await netNamespace(String(process.pid))) === (await netNamespace("self"));
}

/** Signals that very process; one that is gone, or whose number has gone to another, is left alone. */
export async function signalProcess(id: ProcessIdentity, name: NodeJS.Signals): Promise<void> {
  if (!(await lives(id))) return;
  try {
    process.kill(id.pid, name);
  } catch {}
}
