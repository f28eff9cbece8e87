import { LabError } from "../../model/errors.ts";
import type { Reach } from "../fault.ts";
import { everythingScript, folder, functions, holderScript, injectScript } from "./frame-script.ts";

/** Chains of a fault: SC-<id>, SC-<id>-in, and so on. Whatever is not called so is not ours. */
export const chainOf = (fault: string): string => `SC-${fault}`;

/** Handle of a fault's root qdisc: another one's is not ours. */
export const handleOf = (fault: string): string => `${fault.slice(0, 4)}:`;

/** Beginning of the names of a fault's own devices; a number follows. */
export const deviceOf = (fault: string): string => `sc-${fault}-`;

/** Number of a fault's packet queue; numbers count within one network namespace. */
export const queueOf = (fault: string): number => 1000 + (Number.parseInt(fault.slice(0, 4), 16) % 60_000);

/** What is put into one network namespace. */
export interface NetworkRules {
  /** In iptables-restore's form; chains named after the fault, jumps to them from the built-in ones. */
  rules?: string;
  /** Further shell commands, such as tc, with the script's functions at hand; a root qdisc has the fault's handle. */
  commands?: string;
  /** A Python program that must be there before the rules; it makes the file $READY when it is ready. */
  daemon?: string;
  /** What the scripts and the daemon read. */
  env?: Readonly<Record<string, string>>;
}

const lastLines = (output: string): string => output.trim().split("\n").slice(-2).join(" ");

/** Puts the rules in place, with a process beside them that takes them away when the time is up. */
export async function applyRules(
  helper: string,
  fault: string,
  ttlMs: number,
  { rules = "", commands = "", daemon = "", env = {} }: NetworkRules,
  reach: Reach,
): Promise<void> {
  const { code, output } = await reach.containers.exec(helper, ["sh", "-c", injectScript], {
    ...env,
    ID: fault,
    TTL: String(ttlMs / 1000),
    READY: `${folder}/${fault}/ready`,
    HOLDER: holderScript,
    RULES: rules,
    COMMANDS: commands && `${functions}\n${commands}`,
    DAEMON: daemon,
  });
  if (code !== 0) throw new LabError("fault", `network rules could not be set: ${lastLines(output)}`);
}

async function ask(helper: string, fault: string, question: string, reach: Reach) {
  return reach.containers.exec(helper, ["sh", "-c", `${functions}\n${question}`], { ID: fault });
}

/** Takes away everything of the fault in the helper's network namespace. Throws LabError `fault` with what stayed. */
export async function sweep(helper: string, fault: string, reach: Reach): Promise<void> {
  const { code, output } = await ask(helper, fault, "sweep", reach);
  if (code !== 0) throw new LabError("fault", `network rules could not be removed: ${lastLines(output)}`);
}

/** What is still there of the fault, one thing a line; nothing when it is gone. Throws LabError `fault`. */
export async function residue(helper: string, fault: string, reach: Reach): Promise<string> {
  const { code, output } = await ask(helper, fault, "residue", reach);
  if (code !== 0) throw new LabError("fault", `network rules could not be looked at: ${lastLines(output)}`);
  return output.trim();
}

/** Without a journal: takes away what any fault of ours left in this namespace; answers with their ids, a line each. */
export async function sweepEverything(helper: string, reach: Reach): Promise<string> {
  const { output } = await reach.containers.exec(helper, ["sh", "-c", everythingScript]);
  return output.trim();
}
