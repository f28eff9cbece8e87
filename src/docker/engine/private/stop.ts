import { rm } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Say } from "../../../model/progress.ts";
import { lives, type ProcessIdentity } from "../../process-identity.ts";
import type { EngineHome } from "../home.ts";
import { ownDaemon, runningDaemons } from "./daemons.ts";
import { restoreFirewall } from "./firewall.ts";
import { removeBridges, removeCgroups, unmountUnder } from "./leftovers.ts";
import { withEngineLock } from "./lock.ts";
import { findProcesses, signalProcess } from "./processes.ts";

/** dockerd itself waits for the longest stop timeout of its containers. */
const stopWithinMs = 120_000;
const containersWithinMs = 10_000;

/** Signals processes and waits until all are gone; those that outlive the time are killed. */
async function end(processes: readonly ProcessIdentity[], withinMs: number): Promise<void> {
  for (const one of processes) await signalProcess(one, "SIGTERM");
  const deadline = performance.now() + withinMs;
  for (const one of processes) {
    while (await lives(one)) {
      if (performance.now() > deadline) await signalProcess(one, "SIGKILL");
      await sleep(50);
    }
  }
}

/** What a dockerd that was killed leaves running: containers first, then the shims that hold them, then the rest. */
async function endOrphans(home: EngineHome, say: Say): Promise<void> {
  const helpers = await findProcesses(
    (args) => args.some((arg) => arg.startsWith(home.exec)) || args[0]?.endsWith("/docker-proxy") === true,
  );
  const own = helpers.filter((one) => one.args.some((arg) => arg.startsWith(home.home)));
  if (own.length === 0) return;
  say("ending what the engine left running");
  const pids = new Set(own.map((one) => one.pid));
  const inits = await findProcesses((_, parent) => pids.has(parent));
  await end(
    inits.filter((one) => !pids.has(one.pid)),
    containersWithinMs,
  );
  for (const one of own) await signalProcess(one, "SIGKILL");
  await end(own, 0);
}

/** Whether this home's dockerd runs, even one that does not answer. */
export async function isRunning(home: EngineHome): Promise<boolean> {
  return (await ownDaemon(home)) !== undefined;
}

/**
 * Stops the private engine: its containers end gracefully, then every process, mount, bridge, firewall rule and switch
 * it made is taken back. Also mends what a killed engine left. Returns what could not be taken back.
 */
export async function stopPrivateEngine(home: EngineHome, say: Say): Promise<string[]> {
  return withEngineLock(say, async () => {
    const daemon = await ownDaemon(home);
    if (daemon) {
      say("stopping the private engine and its containers");
      await end([daemon], stopWithinMs);
    }
    await endOrphans(home, say);
    const left = await unmountUnder(home.home);
    // with another engine on this network the bridges and rules may be its own
    if ((await runningDaemons()).length === 0) {
      left.push(...(await removeBridges()));
      left.push(...(await restoreFirewall(home)));
      await removeCgroups("docker");
      await rm(home.firewallBefore, { force: true });
    }
    for (const path of [home.pidFile, home.socket, home.exec])
      await rm(path, { recursive: true, force: true });
    return left;
  });
}
