import { overrunMs } from "../model/commands.ts";
import { type ErrorCode, LabError, messageOf } from "../model/errors.ts";
import { keyOf } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import { stretched } from "../model/patience.ts";
import type { PlannedPhase } from "../model/plan.ts";
import type { RunningStage } from "../model/stage.ts";
import { type UserSecond, userSecond } from "../model/steady.ts";
import { startCommands } from "./commands.ts";
import { endFault, injectFault, orderOf, requireSteady, stillBites } from "./fault-phase.ts";
import type { MeasureAction, Measuring } from "./measuring.ts";
import type { RunPorts } from "./ports.ts";
import type { Recorder } from "./recorder.ts";

/** Slack beyond the phases: for proving and healing the fault, which may take longer than its phase, and for late answers. */
const generatorSlackMs = 90_000;

async function usage(m: Measuring, phase: PhaseName, edge: "start" | "end"): Promise<void> {
  m.recorder.event({
    type: "usage",
    ...m.key,
    phase,
    edge,
    ...(await m.ports.usage.usage(m.running)),
  });
}

async function markPhase(m: Measuring, phase: PhaseName): Promise<void> {
  const atMs = await m.load.mark(phase);
  if (phase === "baseline") m.baselineAt = atMs;
  m.recorder.event({ type: "phase", ...m.key, phase, atMs });
}

/**
 * One phase: marked on the client's clock, with the engine's counters read at both edges. It lasts until its commands
 * have ended, so that nothing of them is left when the next one begins.
 */
async function runPhase(m: Measuring, phase: PlannedPhase): Promise<void> {
  const counted = phase.name !== "warmup";
  if (counted) await usage(m, phase.name, "start");
  if (phase.name === "fault" && m.action.fault) requireSteady(m);
  await markPhase(m, phase.name);
  const endsAt = m.ports.clock.now() + phase.ms;
  const commands = startCommands(m, m.action.commands, phase.name, m.signal);
  try {
    if (phase.name === "fault" && m.action.fault) await injectFault(m, m.action.fault);
    if (phase.name === "recovery") await endFault(m);
    await sleepOrEnd(m, endsAt - m.ports.clock.now());
    await commands.ended;
  } finally {
    await commands.stop();
  }
  if (phase.name === "fault") await stillBites(m);
  if (counted) await usage(m, phase.name, "end");
}

/** Waits, but not longer than the generator lives: if it ends early the measurement is over. */
async function sleepOrEnd(m: Measuring, ms: number): Promise<void> {
  if (ms <= 0) return;
  const early = m.load.ended.then(() => {
    throw new LabError("load", "the load generator ended before the measurement did");
  });
  await Promise.race([m.ports.clock.sleep(ms, m.signal), early]);
}

async function runPhases(m: Measuring): Promise<void> {
  try {
    for (const phase of m.action.phases) await runPhase(m, phase);
  } finally {
    // a fault never outlives its measurement, whatever went wrong
    await m.active?.revert().catch((thrown: unknown) => revertFailed(m, thrown));
  }
}

function revertFailed(m: Measuring, thrown: unknown): void {
  m.recorder.event({ type: "problem", code: "fault", text: `not reverted: ${messageOf(thrown)}`, ...m.key });
}

function idPrefix(action: MeasureAction): string {
  return `${action.step}-${action.repeat}-`;
}

/** Lists what the store holds of this measurement's writes; a service that cannot tell leaves those figures unknown. */
async function readLedgers(
  action: MeasureAction,
  running: RunningStage,
  ports: RunPorts,
  recorder: Recorder,
): Promise<void> {
  if (action.load.kind !== "open") return;
  const key = keyOf(action);
  const steps = action.load.mix.flatMap(({ steps }) => steps);
  const paths = new Map(
    steps.flatMap((step) => (step.kind === "post" && step.ledger ? [[step.ledger, step.path]] : [])),
  );
  for (const [ledger, path] of paths) {
    try {
      const ids = await ports.ledger.ids(running, path, idPrefix(action));
      recorder.event({ type: "ledger", ...key, ledger, ids });
    } catch (thrown) {
      if (!(thrown instanceof LabError) || thrown.code !== "load") throw thrown;
      recorder.event({ type: "problem", code: "load", text: thrown.message, ...key });
    }
  }
}

/** What a fault says, before anything is touched, that cannot be had here or on this target. */
const refusals: readonly ErrorCode[] = ["usage", "environment", "fault"];

/** Loads one stage, breaks it if the plan says so, and records everything. Throws what stopped it, after recording. */
export async function measure(
  action: MeasureAction,
  running: RunningStage,
  ports: RunPorts,
  recorder: Recorder,
  signal: AbortSignal,
): Promise<void> {
  const key = keyOf(action);
  recorder.event({ type: "measure-started", ...key });
  let prepared = false;
  try {
    const seconds: UserSecond[] = [];
    const planned = action.phases.reduce((sum, phase) => sum + phase.ms, 0);
    const lasts = planned + overrunMs(action.phases, action.commands);
    if (action.fault) await ports.faults.prepare(running, orderOf(action.fault, action));
    prepared = true;
    const load = await ports.load.start(running, action.load, {
      seed: action.seed,
      idPrefix: idPrefix(action),
      maxMs: action.load.kind === "peak" ? action.deadlineMs : lasts + stretched(generatorSlackMs),
      onRecord(record) {
        recorder.sample({ ...key, record });
        if (record.kind === "window") seconds.push(userSecond(record));
      },
      signal,
    });
    load.ended.catch(() => {}); // awaited below; must not crash the process before that
    const { offsetMs, roundTripMs } = await load.clock();
    recorder.event({ type: "clock", ...key, offsetMs, roundTripMs });
    const measuring: Measuring = {
      ...{ action, key, running, ports, recorder, load, offsetMs, signal, seconds },
      baselineAt: 0,
      active: undefined,
    };
    if (action.load.kind === "open") {
      await runPhases(measuring);
      await load.stop();
      await load.ended;
    } else {
      // a search for the knee has no phases and ends by itself
      await usage(measuring, "all", "start");
      await load.ended;
      await usage(measuring, "all", "end");
    }
    await readLedgers(action, running, ports, recorder);
    recorder.event({ type: "measure-ended", ...key, ok: true });
  } catch (thrown) {
    const impossible = !prepared && thrown instanceof LabError && refusals.includes(thrown.code);
    const reason = messageOf(thrown);
    recorder.event({ type: "measure-ended", ...key, ok: false, reason, ...(impossible && { impossible }) });
    throw thrown;
  }
}
