import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

/** The checkout under test. */
export const root = dirname(import.meta.dirname);

export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface Running {
  child: ChildProcess;
  /** Resolves when stderr matches; rejects when the program ends before. */
  says: (pattern: RegExp) => Promise<void>;
  ended: Promise<Ended>;
}

/** Starts the program without a terminal. */
export function startLab(args: string[], env: Record<string, string> = {}, cwd = root): Running {
  const child = spawn(process.execPath, [join(cwd, "dist/main.js"), ...args], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  const watchers: { pattern: RegExp; resolve: () => void; reject: (why: Error) => void }[] = [];
  const look = () => {
    for (const watcher of watchers) if (watcher.pattern.test(stderr)) watcher.resolve();
  };
  child.stdout.on("data", (chunk: Buffer) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk;
    look();
  });
  const ended = new Promise<Ended>((resolve) => {
    child.once("close", (code) => {
      for (const watcher of watchers)
        watcher.reject(new Error(`ended before it said ${watcher.pattern}: ${stderr}`));
      resolve({ code, stdout, stderr });
    });
  });
  const says = (pattern: RegExp) =>
    new Promise<void>((resolve, reject) => {
      watchers.push({ pattern, resolve, reject });
      look();
    });
  return { child, says, ended };
}

/** Runs the program to its end. */
export function lab(args: string[], env: Record<string, string> = {}, cwd = root): Promise<Ended> {
  return startLab(args, env, cwd).ended;
}

interface EngineStatus {
  running: boolean;
  dockerHost: string;
  cli: string;
}

/** Docker's CLI on the engine under test. */
export async function dockerCli(): Promise<(...args: string[]) => string> {
  const { stdout } = await lab(["engine", "status", "--json"]);
  const { cli, dockerHost } = JSON.parse(stdout) as EngineStatus;
  return (...args) => execFileSync(cli, args, { encoding: "utf8", env: { DOCKER_HOST: dockerHost } });
}

/** Everything at the engine that belongs to this checkout, and the compose processes that could make more. */
export async function audit(): Promise<string[]> {
  const docker = await dockerCli();
  const filter = ["--filter", `label=io.stagecraft.home=${root}`, "--format"];
  const lines = [
    ...docker("ps", "--all", ...filter, "container {{.Names}}").split("\n"),
    ...docker("network", "ls", ...filter, "network {{.Name}}").split("\n"),
    ...docker("volume", "ls", ...filter, "volume {{.Name}}").split("\n"),
    ...quotaFolders(),
    ...composeProcesses(),
  ];
  return lines.filter((line) => line !== "");
}

/** Anonymous volumes carry no label: only their number tells. */
export async function volumeCount(): Promise<number> {
  const docker = await dockerCli();
  return docker("volume", "ls", "--quiet").split("\n").filter(Boolean).length;
}

function quotaFolders(): string[] {
  const command = "find /sys/fs/cgroup -path '*/stagecraft/*' -name 'server-*' -type d 2>/dev/null || true";
  const own = (line: string) =>
    existsSync(join(root, "runs", line.split("/stagecraft/")[1]?.split("/")[0] ?? "-"));
  return execFileSync("sh", ["-c", command], { encoding: "utf8" })
    .split("\n")
    .filter(own)
    .map((line) => `cgroup ${line}`);
}

function composeProcesses(): string[] {
  const command = `pgrep -af 'compose --project-name sc-.* ${root}/' | grep -v pgrep || true`;
  return execFileSync("sh", ["-c", command], { encoding: "utf8" })
    .split("\n")
    .map((line) => (line ? `process ${line}` : ""));
}
