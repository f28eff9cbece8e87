import { overrunMs } from "../model/commands.ts";
import { LabError } from "../model/errors.ts";
import type { FaultState } from "../model/fault.ts";
import { stretched } from "../model/patience.ts";
import type { PlannedFault } from "../model/plan.ts";
import type { FaultOrder } from "../model/ports.ts";
import { steadyFailedShare, userView } from "../model/steady.ts";
import type { MeasureAction, Measuring } from "./measuring.ts";

const proveWithinMs = 5000;
const healWithinMs = 60_000;
/** How much longer than its phase a fault may last when nobody reverts it. */
const leaseSlackMs = 10_000;

/** The fault as the faults room takes it: it goes away by itself some time after its phase. */
export function orderOf(fault: PlannedFault, action: MeasureAction): FaultOrder {
  const phases = action.phases.filter((phase) => phase.name === "fault");
  const phaseMs = (phases[0]?.ms ?? 0) + overrunMs(phases, action.commands);
  return { ...fault, ttlMs: phaseMs + stretched(proveWithinMs + leaseSlackMs) };
}

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

/** A service that fails before the fault is not broken any further: nothing after it could be blamed on the fault. */
export function requireSteady(m: Measuring): void {
  const { failedShare } = userView(m.seconds, m.baselineAt, Number.POSITIVE_INFINITY);
  if (failedShare === null || failedShare <= steadyFailedShare) return;
  const share = (failedShare * 100).toFixed(1);
  throw new LabError("fault", `${share} % of requests failed in the baseline: no steady state, so no fault`);
}

/** Injects and proves the effect; a fault that does not bite is recorded, and makes the figures invalid. */
export async function injectFault(m: Measuring, fault: PlannedFault): Promise<void> {
  m.signal.throwIfAborted(); // who has asked us to stop must not see it strike
  note(m, fault, "intent");
  const active = await m.ports.faults.inject(m.running, orderOf(fault, m.action));
  m.active = active;
  note(m, fault, "injected", active.detail);
  note(m, fault, (await active.prove(proveWithinMs, m.signal)) ? "verified" : "did-not-bite", active.detail);
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
