/**
 * How many times as long as on the machine they were written for this process waits for starts, health and effects;
 * 1 or more. Measured phases and the bounds of claims know nothing of it.
 */
let factor = 1;

/** Says how patient this process is; once, when it is known what machine it works on. */
export function setPatience(times: number): void {
  factor = Math.max(1, times);
}

export const patience = (): number => factor;

/** A wait in ms, as long as it takes on this machine. */
export const stretched = (ms: number): number => ms * factor;
