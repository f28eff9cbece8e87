/** The worker's clock: milliseconds of wall time at its start, monotonic from then on. */
export interface Clock {
  now(): number;
  /** How far the wall clock has moved against this one since the start: a step, or slewing. */
  stepMs(): number;
  /** The delay to ask `setTimeout` for, so that it comes at its first tick at or after an instant. */
  delayUntil(atMs: number): number;
  base: ClockBase;
}

/** What several processes on one machine share so that their clocks agree. */
export interface ClockBase {
  wallMs: number;
  /** `process.hrtime` of the same moment; the monotonic clock is one for all processes of a machine. */
  monotonicMs: number;
}

function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}

/** A clock; give the base of another to agree with it. */
export function createClock(base: ClockBase = { wallMs: Date.now(), monotonicMs: monotonicMs() }): Clock {
  // performance.now() is cheaper than hrtime, but counts from this process's own start
  const offset = base.wallMs + monotonicMs() - base.monotonicMs - performance.now();
  const now = (): number => performance.now() + offset;
  const drift = Date.now() - now();
  // timers tick at whole milliseconds of the monotonic clock: asked for by the distance alone, they
  // would come up to one too early or too late
  const ticks = base.monotonicMs - base.wallMs;
  return {
    now,
    stepMs: () => Date.now() - now() - drift,
    delayUntil: (atMs) => Math.max(1, Math.ceil(atMs + ticks) - Math.floor(now() + ticks)),
    base,
  };
}
