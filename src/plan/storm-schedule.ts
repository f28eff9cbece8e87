import { LabError } from "../model/errors.ts";
import { type PlannedStrike, recoveryGapMs, wavesOf } from "./storm.ts";

const spanOf = (wave: readonly PlannedStrike[]) => ({
  fromMs: Math.min(...wave.map((strike) => strike.atMs)),
  toMs: Math.max(...wave.map((strike) => strike.atMs + strike.forMs)),
});

/** Faults at given times, with those that were drawn around them: a drawn wave that comes too near is left out. */
export function withScheduled(
  scheduled: readonly PlannedStrike[],
  drawn: readonly PlannedStrike[],
): PlannedStrike[] {
  const taken = wavesOf(scheduled).map(spanOf);
  const free = wavesOf(drawn).filter((wave) => {
    const { fromMs, toMs } = spanOf(wave);
    return taken.every((one) => toMs + recoveryGapMs <= one.fromMs || fromMs >= one.toMs + recoveryGapMs);
  });
  return [...scheduled, ...free.flat()].sort((a, b) => a.atMs - b.atMs);
}

/**
 * Faults at given times keep to the blast radius too. A server may heal late, so every server of a wave counts as
 * broken to the wave's end. Throws LabError `usage`.
 */
export function checkRadius(scheduled: readonly PlannedStrike[], atMost: number): void {
  for (const wave of wavesOf(scheduled)) {
    const servers = [...new Set(wave.map((strike) => strike.target))];
    const from = `${spanOf(wave).fromMs / 1000}s`;
    if (servers.length > atMost) {
      throw new LabError(
        "usage",
        `from ${from} on ${servers.length} servers would be broken at the same time (${servers.join(", ")}), and at most ${atMost} may`,
        { next: `leave time between these faults, or say --at-most ${servers.length}` },
      );
    }
    if (servers.length < wave.length) {
      throw new LabError(
        "usage",
        `from ${from} on one server would be struck twice without a rest (${wave.map((one) => `${one.target} ${one.kind}`).join(", ")})`,
        { next: "leave time between these faults" },
      );
    }
  }
}
