import { LabError } from "../model/errors.ts";
import type { JournalPort, OpenFault } from "../model/fault-ports.ts";
import type { Reach } from "./fault.ts";
import { healFault } from "./heal.ts";

export interface Keeping {
  journal: JournalPort;
  reach: Reach;
  /** Whose leases are kept. */
  owner: { pid: number; started: string };
  /** False once the owner has died or said goodbye. */
  ownerLives: () => boolean;
  /** Resolves when something may have changed, at the latest after so long. */
  wait: (mostMs: number) => Promise<void>;
}

const lookMs = 500;
/** A lease that has run out is given this much grace: its owner may be reverting right now. */
const graceMs = 500;
/** An order that was under way when its giver died has been carried out by then. */
export const settleMs = 1500;
/** How long one try may take; while the owner lives, other leases must not wait longer for it. */
const tryMs = 2000;
const hungMs = 5 * tryMs;
/** How long what cannot be undone (no engine, a container in mid-change) is tried again after the owner's death. */
const patienceMs = 600_000;

/**
 * Keeps one controller's leases: undoes its faults when their time is up, or as soon as it has died. Returns when it
 * has gone and nothing of it is left, with whether anything was; throws what hindered it for ten minutes after that.
 */
export async function keepFaults(keeping: Keeping): Promise<"nothing-left" | "took-over"> {
  const { journal, reach, owner, ownerLives, wait } = keeping;
  const mine = () =>
    journal.open().filter((one) => one.owner.pid === owner.pid && one.owner.started === owner.started);
  while (ownerLives()) {
    const due = mine().filter((one) => one.expiresAt + graceMs <= reach.now());
    await tryAll(due, keeping);
    const next = Math.min(...mine().map((one) => one.expiresAt + graceMs - reach.now()));
    if (ownerLives()) await wait(Math.min(lookMs, Math.max(50, next)));
  }
  const left = mine();
  if (left.length === 0) return "nothing-left";
  const until = reach.now() + patienceMs;
  await undoAll(left, keeping, until);
  await reach.pause(settleMs);
  await undoAll(left, keeping, until);
  return "took-over";
}

/** Tries to heal each once, side by side, for one may need what another's undoing brings; what failed is left. */
async function tryAll(faults: readonly OpenFault[], { journal, reach }: Keeping): Promise<Failed[]> {
  const tries = faults.map(async (fault): Promise<Failed[]> => {
    try {
      return (await healFault(fault, { journal, reach, by: "keeper" }, tryMs)) ? [] : [{ fault }];
    } catch (why) {
      return [{ fault, why }];
    }
  });
  // one that hangs, as a command inside a paused container does, must not keep the others waiting
  const bounded = tries.map((one, index) =>
    Promise.race([one, reach.pause(hungMs).then((): Failed[] => [{ fault: faults[index]! }])]),
  );
  return (await Promise.all(bounded)).flat();
}

interface Failed {
  fault: OpenFault;
  /** What was thrown; missing when the acts did not take effect. */
  why?: unknown;
}

async function undoAll(faults: readonly OpenFault[], keeping: Keeping, until: number): Promise<void> {
  let left = faults;
  for (;;) {
    const failed = await tryAll(left, keeping);
    if (failed.length === 0) return;
    if (keeping.reach.now() >= until) {
      const [first] = failed as [Failed];
      throw first.why ?? new LabError("fault", `${first.fault.kind} of ${first.fault.target} is not undone`);
    }
    left = failed.map((one) => one.fault);
    await keeping.reach.pause(lookMs);
  }
}
