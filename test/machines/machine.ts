import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { homeFor } from "../../src/docker/engine/find.ts";
import { engineWithImages } from "../engine-setup.ts";
import { root } from "../lab.ts";
import type { MachineKind } from "./kinds.ts";

/** A command on the machine, in the checkout of the user that it is given to. */
export interface Step {
  name: string;
  command: string;
  /** `learner` by default. */
  as?: "root" | "learner" | "stranger";
  /** Seconds; 300 by default. */
  timeoutS?: number;
}

/** What became of a step: exit code (124 when its time was up), all that it printed, and how long it took. */
export interface StepResult {
  name: string;
  code: number;
  output: string;
  seconds: number;
}

const here = import.meta.dirname;
const home = join(homeFor(process.env).home, "machines");
const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

/** Images of ours as one file, made again when one of them has changed. */
async function saveImages(): Promise<void> {
  const { engine, images } = await engineWithImages();
  const refs = images.map((image) => image.ref).sort();
  const key = `${refs.join("\n")}\n`;
  const keyFile = join(home, "images.key");
  if (existsSync(keyFile) && readFileSync(keyFile, "utf8") === key) return;
  mkdirSync(home, { recursive: true });
  rmSync(keyFile, { force: true });
  const run = (args: string[]) => execFileSync(engine.cli, args, { env: { ...process.env, ...engine.env } });
  run(["save", "--output", join(home, "images.tar"), ...refs]);
  writeFileSync(keyFile, key);
}

/** Everything that machines are made of; minutes the first time, a second later on. */
export async function prepareMachines(): Promise<void> {
  await saveImages();
  execFileSync("bash", [join(here, "build.sh"), home], { stdio: ["ignore", "inherit", "inherit"] });
}

/** The checkout as it is now: what git knows, what is new, and the bundle. */
function packCheckout(file: string): void {
  const list = execFileSync("git", ["ls-files", "-z", "-co", "--exclude-standard"], { cwd: root });
  const there = list
    .toString()
    .split("\0")
    .filter((name) => name !== "" && existsSync(join(root, name)));
  execFileSync("tar", ["-cf", file, "--null", "-T", "-", "dist"], { cwd: root, input: there.join("\0") });
}

const homes = { root: "/root", learner: "/home/learner", stranger: "/home/stranger" };

/** The script that the machine runs once it is up. */
function jobScript(kind: MachineKind, steps: readonly Step[]): string {
  const users = [...new Set(steps.map((step) => step.as ?? "learner"))];
  const lines = [
    "cd /",
    // as a login does: rootless engines and podman need a session
    ...users.filter((user) => user !== "root").map((user) => `loginctl enable-linger ${user}`),
    // a mount namespace of its own, in which alone the checkouts are
    ...(kind.apart ? ['unshare -m sleep infinity & sleep 1; enter="nsenter -t $! -m --"'] : ["enter="]),
    ...users.flatMap((user) => {
      const folder = `${homes[user]}/stagecraft`;
      return [
        `mkdir -p ${folder}`,
        ...(kind.apart ? [`$enter mount -t tmpfs tmpfs ${folder}`] : []),
        `$enter tar -xf /share/checkout.tar -C ${folder}`,
        `$enter mkdir -p ${folder}/node_modules`,
        `$enter mount --bind /opt/project/node_modules ${folder}/node_modules`,
        `$enter chown -R --from=root ${user}: ${folder} 2>/dev/null`,
      ];
    }),
    ...(kind.prepare ? [kind.prepare] : []),
    ...steps.flatMap(({ name, command, as = "learner", timeoutS = 300 }) => {
      const inside = `cd ~/stagecraft && export CI=true NO_COLOR=1 XDG_RUNTIME_DIR=/run/user/$(id -u) && ${kind.environment ?? ""} ${command}`;
      const out = `/share/${name}`;
      return [
        `from=$(date +%s.%N)`,
        `timeout -k 10 ${timeoutS} $enter su - ${as} -s /bin/bash -c ${quote(inside)} >${out}.out 2>&1 </dev/null`,
        `echo "$? $(date +%s.%N) $from" >${out}.code`,
      ];
    }),
  ];
  return `${lines.join("\n")}\n`;
}

function resultOf(job: string, step: Step): StepResult {
  const read = (ending: string) => {
    const file = join(job, `${step.name}.${ending}`);
    return existsSync(file) ? readFileSync(file, "utf8") : "";
  };
  const [code = "", until = "0", from = "0"] = read("code").trim().split(" ");
  return {
    name: step.name,
    code: code === "" ? -1 : Number(code),
    output: read("out"),
    seconds: Math.round((Number(until) - Number(from)) * 10) / 10,
  };
}

/**
 * Boots a machine, lets it do the steps one after the other, and waits until it has powered itself off. A machine that
 * is not done by then is ended; the steps that it did not come to have the code -1.
 */
export async function onMachine(kind: MachineKind, steps: readonly Step[]): Promise<StepResult[]> {
  const job = join(home, "jobs", `${kind.name}-${process.pid}-${Date.now()}`);
  mkdirSync(job, { recursive: true });
  packCheckout(join(job, "checkout.tar"));
  writeFileSync(join(job, "job.sh"), jobScript(kind, steps));
  const disk = join(job, "disk");
  const console = openSync(join(job, "console.log"), "w");
  const bootS = kind.emulated ? 300 : 60;
  const mostS = bootS + steps.reduce((sum, { timeoutS = 300 }) => sum + timeoutS + 15, 0);
  const script = join(here, kind.emulated ? "emulate.sh" : "boot.sh");
  const machine = spawn("bash", [script, home, disk, job, "6G", ...(kind.parameters ?? [])], {
    stdio: ["ignore", console, console],
    detached: true,
  });
  closeSync(console);
  // whoever stops the tests stops the machine: it is a process group of its own
  const end = () => {
    try {
      process.kill(-machine.pid!, "SIGKILL");
    } catch {
      // it has ended by itself
    }
  };
  process.once("exit", end);
  const timer = setTimeout(end, mostS * 1000);
  await new Promise((resolve) => machine.once("exit", resolve));
  end(); // helpers of the kernel that are left
  clearTimeout(timer);
  process.off("exit", end);
  const results = steps.map((step) => resultOf(job, step));
  rmSync(disk, { force: true });
  // the records of a machine that did all it was told are in its results
  if (results.every(({ code }) => code === 0)) rmSync(job, { recursive: true, force: true });
  else process.stderr.write(`${kind.name}: its console and what it printed are in ${job}\n`);
  return results;
}
