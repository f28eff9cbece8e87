import { existsSync } from "node:fs";
import { join } from "node:path";
import { findEngine } from "../docker/engine/find.ts";
import { lives, ownIdentity } from "../docker/process-identity.ts";
import { healFault } from "../faults/heal.ts";
import { journalFile, openFaults, readJournal } from "../faults/journal.ts";
import { LabError, messageOf } from "../model/errors.ts";
import type { OpenFault } from "../model/fault-ports.ts";
import { type FaultRoom, roomOfRun } from "./fault-room.ts";
import { sweepByLabels } from "./heal-labels.ts";
import { closeFaults, startKeeper } from "./keeper.ts";
import { recallPatience } from "./patience.ts";
import { type RunOwner, readOwners, runsDir } from "./run-folder.ts";
import { type AppContext, openRunningSession, type Session } from "./session.ts";

/** The contract of `heal --json`. */
export interface HealResult {
  healed: { run: string; fault: string; kind: string; target: string }[];
  /** What was put right by what the engine's labels tell, without any journal. */
  swept: { run: string; what: string }[];
  /** What could not be undone; the next call tries again. */
  left: string[];
}

const healMs = 20_000;

/** Runs of a checkout whose journals have faults that are not healed; a journal that cannot be read stops no other. */
function runsWithOpenFaults(
  root: string,
  onUnread: (why: string) => void,
): { owner: RunOwner; open: OpenFault[] }[] {
  return [...readOwners(root).values()].flatMap((owner) => {
    const folder = join(runsDir(root), owner.run);
    if (!existsSync(join(folder, journalFile))) return [];
    try {
      const open = openFaults(readJournal(folder));
      return open.length > 0 ? [{ owner, open }] : [];
    } catch (thrown) {
      onUnread(messageOf(thrown));
      return [];
    }
  });
}

/** Heals with a keeper of its own: were we killed meanwhile, nobody else would know of the helpers that we had made. */
async function withKeeper(
  context: AppContext,
  session: Session,
  owner: RunOwner,
  work: (room: FaultRoom) => Promise<void>,
): Promise<void> {
  recallPatience(context);
  const room = roomOfRun(session, context.root, owner);
  // a machine on which none can start is healed all the same
  const keeper = await startKeeper(context, owner.run, await ownIdentity()).catch(() => undefined);
  try {
    await work(room);
  } finally {
    await closeFaults(room, keeper);
  }
}

async function healThese(
  room: FaultRoom,
  run: string,
  faults: readonly OpenFault[],
  result: HealResult,
): Promise<void> {
  // side by side: one may have to wait for another, as a statement for the database that was killed
  const healOne = async (fault: OpenFault): Promise<void> => {
    const name = `${fault.kind} ${fault.target} (fault ${fault.fault} of run ${run})`;
    try {
      if (await healFault(fault, { ...room, by: "heal" }, healMs)) {
        result.healed.push({ run, fault: fault.fault, kind: fault.kind, target: fault.target });
      } else {
        result.left.push(name);
      }
    } catch (thrown) {
      if (thrown instanceof LabError && thrown.code === "engine") throw thrown;
      result.left.push(`${name}: ${messageOf(thrown)}`);
    }
  };
  await Promise.all(faults.map(healOne));
}

/** Takes every fault away, whoever injected it: by the journals, and then by what the labels tell. */
export async function heal(context: AppContext, run?: string): Promise<HealResult> {
  const result: HealResult = { healed: [], swept: [], left: [] };
  const owners = readOwners(context.root);
  if (run !== undefined && !owners.has(run)) {
    const up = [...owners.values()].filter((owner) => owner.state === "up").map((owner) => owner.run);
    throw new LabError("usage", `there is no run ${run}`, {
      next: up.length > 0 ? `up are: ${up.join(", ")}` : "no stage is up",
    });
  }
  const session = await openRunningSession(context);
  const open = new Map(
    runsWithOpenFaults(context.root, (why) => result.left.push(why)).map((one) => [one.owner.run, one.open]),
  );
  for (const owner of owners.values()) {
    const faults = open.get(owner.run) ?? [];
    if ((owner.state !== "up" && faults.length === 0) || (run !== undefined && owner.run !== run)) continue;
    await withKeeper(context, session, owner, async (room) => {
      await healThese(room, owner.run, faults, result);
      if (owner.state !== "up") return;
      try {
        const swept = await sweepByLabels(session.docker, room, owner.run, context.root);
        result.swept.push(...swept.map((what) => ({ run: owner.run, what })));
      } catch (thrown) {
        if (!(thrown instanceof LabError) || thrown.code === "engine") throw thrown;
        result.left.push(`run ${owner.run}: ${thrown.message}`);
      }
    });
  }
  return result;
}

/**
 * What every later call does first: faults whose owner has died or whose lease ran out, as after a reboot, are taken
 * away when an engine runs. Never starts one, never throws: the verb that was asked for goes on.
 */
export async function healExpired(context: AppContext): Promise<void> {
  try {
    const due: { owner: RunOwner; faults: OpenFault[] }[] = [];
    for (const { owner, open } of runsWithOpenFaults(context.root, context.say)) {
      const faults: OpenFault[] = [];
      for (const fault of open) {
        if (fault.expiresAt <= Date.now() || !(await lives(fault.owner))) faults.push(fault);
      }
      if (faults.length > 0) due.push({ owner, faults });
    }
    if (due.length === 0 || !(await findEngine(context.env))) return;
    const session = await openRunningSession(context);
    const result: HealResult = { healed: [], swept: [], left: [] };
    for (const { owner, faults } of due) {
      await withKeeper(context, session, owner, (room) => healThese(room, owner.run, faults, result));
    }
    for (const one of result.healed)
      context.say(`healed ${one.kind} of ${one.target} that was left on in run ${one.run}`);
    for (const one of result.left) context.say(`still on: ${one}; ./lab heal tries again`);
  } catch (thrown) {
    context.say(`could not look after faults that were left on: ${messageOf(thrown)}`);
  }
}
