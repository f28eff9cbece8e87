import { readFileSync, writeFileSync } from "node:fs";
import { execa } from "execa";
import type { EngineHome } from "../home.ts";

/** What a Docker engine changes on the host's network and does not put back. */
export interface FirewallBefore {
  bootId: string;
  /** FORWARD policy by command (`iptables`, `ip6tables`). */
  policy: Record<string, string>;
  /** DOCKER… chains somebody else had, as `command table chain`. */
  chains: string[];
  /** `/proc/sys` switches by path. */
  switches: Record<string, string>;
}

const commands = ["iptables", "ip6tables"];
const tables = ["filter", "nat", "mangle", "raw"];
const switchPaths = [
  "/proc/sys/net/ipv4/ip_forward",
  "/proc/sys/net/ipv6/conf/all/forwarding",
  "/proc/sys/net/ipv6/conf/default/forwarding",
];

const bootId = () => readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();

async function list(command: string, table: string): Promise<string[]> {
  const result = await execa(command, ["-w", "-t", table, "-S"], { reject: false });
  return result.exitCode === 0 ? result.stdout.split("\n") : [];
}

function readSwitch(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

function readRecord(home: EngineHome): FirewallBefore | undefined {
  try {
    const record = JSON.parse(readFileSync(home.firewallBefore, "utf8")) as FirewallBefore;
    return record.bootId === bootId() ? record : undefined;
  } catch {
    return undefined;
  }
}

/** Records the firewall before an engine starts. A record of this boot stays: after a crash only that is "before". */
export async function recordFirewall(home: EngineHome): Promise<void> {
  if (readRecord(home)) return;
  const before: FirewallBefore = { bootId: bootId(), policy: {}, chains: [], switches: {} };
  for (const command of commands) {
    for (const table of tables) {
      for (const line of await list(command, table)) {
        const policy = /^-P FORWARD (\S+)/.exec(line)?.[1];
        if (table === "filter" && policy) before.policy[command] = policy;
        const chain = /^-N (DOCKER\S*)/.exec(line)?.[1];
        if (chain) before.chains.push(`${command} ${table} ${chain}`);
      }
    }
  }
  for (const path of switchPaths) {
    const value = readSwitch(path);
    if (value !== undefined) before.switches[path] = value;
  }
  writeFileSync(home.firewallBefore, `${JSON.stringify(before, null, 2)}\n`);
}

/** What dockerd 28 puts into the raw table for a port published on loopback; a killed one leaves it. */
const loopbackGuard =
  /^-A PREROUTING -d (127\.\d+\.\d+\.\d+\/32|::1\/128) ! -i lo -p \w+ -m \w+ --dport \d+ -j DROP$/;

/**
 * Lines for `iptables-restore --noflush` that take an engine's rules out of one table, from what `iptables -S` lists:
 * first the jumps and bridge rules in the built-in chains, then every DOCKER chain not in `keep`. Pure.
 */
export function cleaningLines(listed: readonly string[], keep: ReadonlySet<string>): string[] {
  const chains = listed
    .map((line) => /^-N (DOCKER\S*)/.exec(line)?.[1])
    .filter((chain): chain is string => chain !== undefined && !keep.has(chain));
  const ofEngine = (line: string) =>
    loopbackGuard.test(line) ||
    /\s-[io] (docker0|docker_gwbridge|br-[0-9a-f]{12})(\s|$)/.test(line) ||
    chains.some((chain) => line.endsWith(`-j ${chain}`) || line.includes(`-j ${chain} `));
  const jumps = listed.filter(
    (line) => line.startsWith("-A ") && !chains.includes(line.split(" ")[1] ?? "") && ofEngine(line),
  );
  return [
    ...jumps.map((line) => line.replace(/^-A/, "-D")),
    ...chains.map((chain) => `-F ${chain}`),
    ...chains.map((chain) => `-X ${chain}`),
  ];
}

/** Takes every rule, chain and switch of the engine back. Call when no dockerd runs. Returns what could not be. */
export async function restoreFirewall(home: EngineHome): Promise<string[]> {
  const before = readRecord(home);
  const left: string[] = [];
  for (const command of commands) {
    for (const table of tables) {
      const listed = await list(command, table);
      const prefix = `${command} ${table} `;
      const kept = (before?.chains ?? []).filter((chain) => chain.startsWith(prefix));
      const lines = cleaningLines(listed, new Set(kept.map((chain) => chain.slice(prefix.length))));
      // without a record: the kernel's default, which dockerd turns into DROP
      const policy = before?.policy[command] ?? "ACCEPT";
      const changed =
        table === "filter" &&
        listed.some((line) => line.startsWith("-P FORWARD ") && line !== `-P FORWARD ${policy}`);
      if (changed) lines.unshift(`:FORWARD ${policy} [0:0]`);
      if (lines.length === 0) continue;
      const input = [`*${table}`, ...lines, "COMMIT", ""].join("\n");
      const done = await execa(`${command}-restore`, ["-w", "--noflush"], { input, reject: false });
      if (done.exitCode !== 0) left.push(`${command} ${table}: ${done.stderr}`);
    }
  }
  for (const [path, value] of Object.entries(before?.switches ?? {})) {
    if (readSwitch(path) !== value) writeFileSync(path, value);
  }
  return left;
}
