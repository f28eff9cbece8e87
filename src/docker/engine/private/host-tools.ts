import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { execa } from "execa";
import type { Say } from "../../../model/progress.ts";
import type { EngineHome } from "../home.ts";
import { findExecutable } from "../stopped.ts";
import { aptGet } from "./apt.ts";

/** What must be installed on the host, and the file that shows that it is. */
const tools = [
  { name: "iptables", command: "iptables" },
  { name: "iproute2", command: "ip" },
  { name: "mmdebstrap", command: "mmdebstrap" },
  { name: "debian-archive-keyring", file: "/usr/share/keyrings/debian-archive-keyring.gpg" },
];

const toolPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

/** Names of the host packages that are missing. */
export function missingTools(): string[] {
  return tools
    .filter((tool) => (tool.file ? !existsSync(tool.file) : !findExecutable(tool.command ?? "", toolPath)))
    .map((tool) => tool.name);
}

async function installedPackages(): Promise<Set<string>> {
  const { stdout } = await execa("dpkg-query", [
    "--show",
    "--showformat",
    `\${db:Status-Abbrev} \${binary:Package}\n`,
  ]);
  const lines = stdout.split("\n").filter((line) => line.startsWith("ii"));
  return new Set(lines.map((line) => line.slice(line.lastIndexOf(" ") + 1)));
}

/** Host packages that we installed and the user did not have: `uninstall` takes these back. */
export function packagesWeInstalled(home: EngineHome): string[] {
  try {
    return JSON.parse(readFileSync(home.hostPackages, "utf8"));
  } catch {
    return [];
  }
}

/** Installs the small tools that the host lacks, and records what that added. */
export async function installTools(home: EngineHome, say: Say): Promise<void> {
  const missing = missingTools();
  if (missing.length === 0) return;
  say(`installing ${missing.join(", ")} with apt`);
  const before = await installedPackages();
  const install = ["-o", "DPkg::Lock::Timeout=120", "install", "-y", "--no-install-recommends", ...missing];
  try {
    await aptGet(install, "installing the host's tools");
  } catch {
    // no package lists yet, or older than the mirror
    await aptGet(["-o", "APT::Update::Error-Mode=any", "update"], "reading the host's package lists");
    await aptGet(install, "installing the host's tools");
  } finally {
    const added = [...(await installedPackages())].filter((name) => !before.has(name));
    mkdirSync(home.home, { recursive: true });
    const all = [...new Set([...packagesWeInstalled(home), ...added])].sort();
    writeFileSync(home.hostPackages, `${JSON.stringify(all, null, 2)}\n`);
  }
}

const bareName = (name: string) => name.replace(/:.*$/, "");

/** What would go if these packages went. Changes nothing. */
async function goneWith(names: readonly string[]): Promise<string[]> {
  const plan = await aptGet(["--simulate", "purge", ...names], "asking apt what would go");
  return [...plan.matchAll(/^(?:Purg|Remv) (\S+)/gm)].map((match) => match[1]!);
}

/** Of the packages we installed, those that can go without taking others along. Changes nothing. */
export async function removablePackages(home: EngineHome): Promise<{ free: string[]; needed: string[] }> {
  const installed = await installedPackages().catch(() => new Set<string>());
  const ours = packagesWeInstalled(home).filter((name) => installed.has(name));
  const free: string[] = [];
  const needed: string[] = [];
  if (ours.length === 0) return { free, needed };
  const known = new Set(ours.map(bareName));
  // when apt finds no way to take it out, the system stands on it
  const alone = async (names: string[]) => {
    const gone = await goneWith(names).catch(() => undefined);
    return gone?.every((name) => known.has(bareName(name))) ?? false;
  };
  if (await alone(ours)) return { free: ours, needed };
  for (const name of ours) ((await alone([name])) ? free : needed).push(name);
  return { free, needed };
}

/** Purges host packages that we installed. */
export async function removePackages(names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await aptGet(["-o", "DPkg::Lock::Timeout=120", "purge", "-y", ...names], "removing the host's tools");
}
