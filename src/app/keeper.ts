import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync } from "node:fs";
import { join } from "node:path";
import { lives, type ProcessIdentity } from "../docker/process-identity.ts";
import { keepFaults, settleMs } from "../faults/keeper.ts";
import { LabError } from "../model/errors.ts";
import { stretched } from "../model/patience.ts";
import { type FaultRoom, removeIdle, roomOfRun } from "./fault-room.ts";
import { recallPatience } from "./patience.ts";
import { readOwners, runsDir } from "./run-folder.ts";
import { type AppContext, openRunningSession } from "./session.ts";

/** The process that outlives us, and undoes our faults when we cannot. */
export interface Keeper {
  /** Says goodbye: it ends once nothing of ours is left to undo. */
  end(): void;
}

const readyWithinMs = 15_000;

/** Starts the keeper of a run's faults, in a session of its own; resolves when it is ready. */
export async function startKeeper(
  context: Pick<AppContext, "root" | "env">,
  run: string,
  owner: ProcessIdentity,
): Promise<Keeper> {
  const folder = join(runsDir(context.root), run);
  mkdirSync(folder, { recursive: true });
  const log = openSync(join(folder, "keeper.log"), "a");
  const main = join(context.root, "dist", "main.js");
  const child = spawn(process.execPath, [main, "keep", run, String(owner.pid), owner.started], {
    detached: true,
    stdio: ["ignore", log, log, "ipc"],
    env: context.env,
    cwd: context.root,
  });
  closeSync(log);
  const ready = new Promise<void>((resolve, reject) => {
    const fail = (why: string) =>
      reject(
        new LabError("fault", `the keeper of faults did not start: ${why}`, {
          next: `without it nothing is broken; its log is ${join(folder, "keeper.log")}`,
        }),
      );
    child.once("message", () => resolve());
    child.once("error", (error) => fail(error.message));
    child.once("exit", (code) => fail(`it ended with ${code}`));
    setTimeout(() => fail("it did not answer"), stretched(readyWithinMs)).unref();
  });
  await ready;
  child.unref();
  child.channel?.unref();
  return {
    end() {
      if (!child.connected) return;
      child.send("goodbye", () => {
        if (child.connected) child.disconnect();
      });
    },
  };
}

/** The keeper's own life: keeps the leases of one controller on one run. */
export async function keep(context: AppContext, run: string, owner: ProcessIdentity): Promise<void> {
  recallPatience(context);
  const session = await openRunningSession(context);
  const record = readOwners(context.root).get(run);
  if (!record?.helperImages) throw new LabError("usage", `the run ${run} has no record of its helpers`);
  const room = roomOfRun(session, context.root, record);
  let lived = await lives(owner);
  const waiters = new Set<() => void>();
  const wake = () => {
    for (const waiter of waiters) waiter();
  };
  let goodbye = false;
  process.on("message", (word) => {
    goodbye ||= word === "goodbye";
  });
  process.once("disconnect", () => {
    lived = false;
    wake();
  });
  // an owner that died before this has injected nothing yet
  process.send?.("ready", () => {});
  const outcome = await keepFaults({
    ...room,
    owner,
    ownerLives: () => lived && process.connected !== false,
    wait: (mostMs) =>
      new Promise((resolve) => {
        const done = () => {
          clearTimeout(timer);
          waiters.delete(done);
          resolve();
        };
        const timer = setTimeout(done, mostMs);
        waiters.add(done);
      }),
  });
  // one that said goodbye has tidied up
  if (goodbye && outcome === "nothing-left") return;
  await room.reach.pause(settleMs);
  await removeIdle(room);
  // an engine that is busy makes a helper that its dead owner had ordered even later; others' are theirs to use
  for (let looks = 3; looks > 0; looks--) {
    await room.reach.pause(settleMs);
    await removeIdle(room, owner);
  }
}

/** The end of a controller's dealings with faults: idle helpers go, and whatever is still on is the keeper's, if any. */
export async function closeFaults(room: FaultRoom, keeper: Keeper | undefined): Promise<void> {
  try {
    await removeIdle(room);
  } catch {
    // with the engine gone there is nothing to ask; `clean` finds helpers by their labels
  } finally {
    keeper?.end();
  }
}
