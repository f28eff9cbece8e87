import { spawn } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../../../model/errors.ts";
import type { Confirm, Say } from "../../../model/progress.ts";
import type { EngineHome } from "../home.ts";
import { reach } from "../reach.ts";
import { dataRootOf, isOwnDaemon, ownDaemon, runningDaemons } from "./daemons.ts";
import { recordFirewall } from "./firewall.ts";
import { installTools, missingTools } from "./host-tools.ts";
import { withEngineLock } from "./lock.ts";
import { fetchPackages, packagesComplete } from "./packages.ts";
import { choosePools, parseRoutes } from "./pools.ts";

export interface StartOptions {
  env: NodeJS.ProcessEnv;
  say: Say;
  /** Asked before anything is downloaded. */
  confirm: Confirm;
  /** Ends a download; what was begun on the host itself (installing a tool) is finished first. */
  signal?: AbortSignal;
}

const readyWithinMs = 60_000;
const logLimitBytes = 10 * 2 ** 20;
const passedOn = /^(HOME|LANG|TZ|SSL_CERT_FILE|SSL_CERT_DIR|(HTTPS?|NO|ALL)_PROXY)$/i;

function daemonConfig(): object {
  const pools = choosePools(parseRoutes(readFileSync("/proc/net/route", "utf8")));
  return {
    // a /26 holds 61 containers; two /16 hold 2,048 such networks
    "default-address-pools": pools.map((base) => ({ base, size: 26 })),
    "log-driver": "json-file",
    "log-opts": { "max-size": "10m", "max-file": "2" },
  };
}

/** The last thing dockerd complained about. */
function lastComplaint(log: string): string {
  const lines = readFileSync(log, "utf8").trim().split("\n");
  const bad = lines.findLast((line) => /level=(error|fatal)|^failed to start/.test(line));
  return (bad ?? lines.at(-1) ?? "no output").slice(0, 400);
}

/** Starts dockerd in a session of its own, so that it outlives us and our terminal. */
function spawnDaemon(home: EngineHome, env: NodeJS.ProcessEnv) {
  const passed = Object.fromEntries(Object.entries(env).filter(([name]) => passedOn.test(name)));
  const bins = ["usr/sbin", "usr/bin"].map((folder) => join(home.root, folder));
  const path = [...bins, "/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"].join(
    ":",
  );
  if ((statSync(home.log, { throwIfNoEntry: false })?.size ?? 0) > logLimitBytes) {
    renameSync(home.log, `${home.log}.1`);
  }
  const log = openSync(home.log, "a");
  const args = ["--config-file", home.daemonConfig, "-H", home.dockerHost, "--data-root", home.data];
  const daemon = spawn(
    join(home.root, "usr/sbin/dockerd"),
    [...args, "--exec-root", home.exec, "--pidfile", home.pidFile],
    { detached: true, cwd: "/", stdio: ["ignore", log, log], env: { ...passed, PATH: path } },
  );
  closeSync(log);
  daemon.unref();
  return daemon;
}

async function startDaemon(home: EngineHome, env: NodeJS.ProcessEnv): Promise<void> {
  for (const folder of [home.run, home.data]) mkdirSync(folder, { recursive: true });
  // no dockerd of ours runs: what it left is stale, and the pid in it may be somebody else's by now
  for (const stale of [home.pidFile, home.socket]) rmSync(stale, { force: true });
  writeFileSync(home.daemonConfig, `${JSON.stringify(daemonConfig(), null, 2)}\n`);
  await recordFirewall(home);
  const daemon = spawnDaemon(home, env);
  let failed: string | undefined;
  daemon.on("error", (error) => {
    failed = error.message;
  });
  daemon.on("exit", (code, signal) => {
    failed ??= `dockerd ended (${code ?? signal}): ${lastComplaint(home.log)}`;
  });
  const deadline = performance.now() + readyWithinMs;
  while ((await reach(home.dockerHost)).state !== "answers") {
    if (failed) throw new LabError("engine", failed, { next: `see ${home.log}` });
    if (performance.now() > deadline) {
      throw new LabError("engine", `dockerd does not answer after ${readyWithinMs / 1000} s`, {
        next: `see ${home.log}, then ./lab engine stop`,
      });
    }
    await sleep(50);
  }
}

/** Two engines on one host destroy each other's firewall rules: refuses beside any other dockerd. */
async function refuseSecondEngine(home: EngineHome): Promise<void> {
  const other = (await runningDaemons()).find((daemon) => !isOwnDaemon(daemon.args, home));
  if (!other) return;
  const data = dataRootOf(other.args);
  const otherHome = data.replace(/\/data$/, "");
  const ours = data.endsWith("/data") && other.args.includes(`${otherHome}/run/dockerd.pid`);
  throw new LabError(
    "environment",
    `another engine runs on this machine (dockerd, process ${other.pid}, data in ${data}): two would destroy each other's firewall rules`,
    {
      next: ours
        ? `use it with STAGECRAFT_HOME=${otherHome}, or stop it with "STAGECRAFT_HOME=${otherHome} ./lab engine stop"`
        : "use that one (unset STAGECRAFT_ENGINE and STAGECRAFT_HOME), or stop it",
    },
  );
}

/**
 * Brings the machine's private engine up, downloading it first when it is not there whole. Safe to call from several
 * processes at once: the first one works, the others wait and find it done. Throws `environment` or `engine`.
 */
export async function startPrivateEngine(home: EngineHome, options: StartOptions): Promise<void> {
  const { env, say, confirm } = options;
  await refuseSecondEngine(home);
  if (!packagesComplete(home) || missingTools().length > 0) {
    const question = `No Docker engine here. Download one from Debian (about 90 MB, into ${home.home})?`;
    if (!(await confirm(question))) {
      throw new LabError("environment", "no engine", {
        next: "run the command again and agree, or install Docker yourself (https://docs.docker.com/engine/install/)",
      });
    }
  }
  await withEngineLock(say, async () => {
    if ((await reach(home.dockerHost)).state === "answers") return;
    await refuseSecondEngine(home);
    const hung = await ownDaemon(home);
    if (hung) {
      throw new LabError("engine", `dockerd (process ${hung.pid}) runs but does not answer`, {
        next: `./lab engine stop, then try again; its log is ${home.log}`,
      });
    }
    const began = performance.now();
    await installTools(home, say);
    if (!packagesComplete(home)) await fetchPackages(home, env, say, options.signal);
    options.signal?.throwIfAborted();
    say("starting the private engine");
    await startDaemon(home, env);
    say(`engine ready in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  });
}
