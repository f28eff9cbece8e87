import type { FaultState } from "../model/fault.ts";
import type { PlannedFault } from "../model/plan.ts";
import type { ActiveFault } from "../model/ports.ts";
import type { Measuring } from "./measuring.ts";

const proveWithinMs = 5000;
const healWithinMs = 60_000;
const pollMs = 50;

function note(m: Measuring, fault: PlannedFault, state: FaultState, detail?: string): void {
  m.recorder.event({
    type: "fault",
    ...m.key,
    fault: fault.kind,
    target: fault.target,
    state,
    atMs: m.ports.clock.now() + m.offsetMs,
    ...(detail !== undefined && { detail }),
  });
}

function plannedFaultOf(m: Measuring): PlannedFault {
  if (!m.action.fault) throw new Error("no fault was planned");
  return m.action.fault;
}

async function provedWithin(m: Measuring, active: ActiveFault): Promise<boolean> {
  const end = m.ports.clock.now() + proveWithinMs;
  while (!(await active.verify())) {
    if (m.ports.clock.now() >= end) return false;
    await m.ports.clock.sleep(pollMs, m.signal);
  }
  return true;
}

/** Injects and proves the effect; a fault that does not bite is recorded, and makes the figures invalid. */
export async function injectFault(m: Measuring, fault: PlannedFault): Promise<void> {
  note(m, fault, "intent");
  const active = await m.ports.faults.inject(m.running, fault.kind, fault.target, fault.params);
  m.active = active;
  note(m, fault, "injected", active.detail);
  note(m, fault, (await provedWithin(m, active)) ? "verified" : "did-not-bite", active.detail);
}

/** At the end of its phase the effect must still be there, or the phase was not what it says. */
export async function stillBites(m: Measuring): Promise<void> {
  if (!m.active || (await m.active.verify())) return;
  note(m, plannedFaultOf(m), "did-not-bite", "the effect was gone before the phase ended");
}

/** Reverts and waits until the target works again; that time is part of the recovery phase. */
export async function endFault(m: Measuring): Promise<void> {
  if (!m.active) return;
  const fault = plannedFaultOf(m);
  await m.active.revert();
  note(m, fault, "reverted");
  const healed = await m.active.healed(healWithinMs, m.signal);
  note(m, fault, healed ? "healed" : "not-healed");
  m.active = undefined;
}
