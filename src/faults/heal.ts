import type { FaultRecord, JournalPort, OpenFault } from "../model/fault-ports.ts";
import { stretched } from "../model/patience.ts";
import type { Reach } from "./fault.ts";
import { allUndone, applyAll } from "./undo/undo.ts";

export interface Healer {
  journal: JournalPort;
  reach: Reach;
  by: "keeper" | "heal";
}

const pollMs = 300;

/**
 * Takes a fault away by what the journal says of it, and proves that nothing of it is left; acts are repeated until
 * then, because an order that was under way when its giver died may still be carried out. False at the deadline.
 */
export async function healFault(
  fault: OpenFault,
  { journal, reach, by }: Healer,
  deadlineMs: number,
): Promise<boolean> {
  const from = reach.now();
  const note = (state: "reverted" | "healed" | "not-healed", detail?: string): FaultRecord =>
    journal.write({
      fault: fault.fault,
      state,
      by,
      tookMs: reach.now() - from,
      ...(detail !== undefined && { detail }),
    });
  for (let first = true; ; first = false) {
    await applyAll(fault.undo, fault.fault, reach);
    if (first) note("reverted");
    if (await allUndone(fault.undo, fault.fault, reach)) {
      note("healed");
      return true;
    }
    if (reach.now() - from >= stretched(deadlineMs)) {
      note("not-healed", "what was done to take it away did not take effect");
      return false;
    }
    await reach.pause(pollMs);
  }
}
