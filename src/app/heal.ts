import { existsSync } from "node:fs";
import { join } from "node:path";
import { findEngine } from "../docker/engine/find.ts";
import { lives } from "../docker/process-identity.ts";
import { healFault } from "../faults/heal.ts";
import { journalFile, openFaults, readJournal } from "../faults/journal.ts";
import { LabError, messageOf } from "../model/errors.ts";
import type { OpenFault } from "../model/fault-ports.ts";
import { removeIdle, roomOfRun } from "./fault-room.ts";
import { sweepByLabels } from "./heal-labels.ts";
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

async function healThese(
  session: Session,
  root: string,
  owner: RunOwner,
  faults: readonly OpenFault[],
  result: HealResult,
): Promise<void> {
  const room = roomOfRun(session, root, owner);
  // side by side: one may have to wait for another, as a statement for the database that was killed
  const healOne = async (fault: OpenFault): Promise<void> => {
    const name = `${fault.kind} ${fault.target} (fault ${fault.fault} of run ${owner.run})`;
    try {
      if (await healFault(fault, { ...room, by: "heal" }, healMs)) {
        result.healed.push({ run: owner.run, fault: fault.fault, kind: fault.kind, target: fault.target });
      } else {
        result.left.push(name);
      }
    } catch (thrown) {
      if (thrown instanceof LabError && thrown.code === "engine") throw thrown;
      result.left.push(`${name}: ${messageOf(thrown)}`);
    }
  };
  await Promise.all(faults.map(healOne));
  await removeIdle(room);
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
  for (const { owner, open } of runsWithOpenFaults(context.root, (why) => result.left.push(why))) {
    if (run === undefined || owner.run === run) await healThese(session, context.root, owner, open, result);
  }
  for (const owner of owners.values()) {
    if (owner.state !== "up" || (run !== undefined && owner.run !== run)) continue;
    try {
      const room = roomOfRun(session, context.root, owner);
      const swept = await sweepByLabels(session.docker, room, owner.run, context.root);
      result.swept.push(...swept.map((what) => ({ run: owner.run, what })));
    } catch (thrown) {
      if (!(thrown instanceof LabError) || thrown.code === "engine") throw thrown;
      result.left.push(`run ${owner.run}: ${thrown.message}`);
    }
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
    for (const { owner, faults } of due) await healThese(session, context.root, owner, faults, result);
    for (const one of result.healed)
      context.say(`healed ${one.kind} of ${one.target} that was left on in run ${one.run}`);
    for (const one of result.left) context.say(`still on: ${one}; ./lab heal tries again`);
  } catch (thrown) {
    context.say(`could not look after faults that were left on: ${messageOf(thrown)}`);
  }
}
