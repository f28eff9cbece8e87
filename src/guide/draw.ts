import { createRandom } from "../model/seed.ts";
import type { AskedFigure } from "../model/walk.ts";

/** Eight characters that are typed easily: they stand in the command that a learner may type. */
export function newSeed(random: () => number): string {
  const letters = "abcdefghjkmnpqrstuvwxyz23456789";
  return Array.from({ length: 8 }, () => letters[Math.floor(random() * letters.length)]).join("");
}

/** Figures that are the same for everybody, or found by counting, tell nothing of whose run it was. */
function tells({ value, unit }: AskedFigure): boolean {
  if (!Number.isFinite(value) || value <= 0) return false;
  if (unit === "ratio") return value > 0.02 && value < 0.98;
  return unit !== "count" || value >= 10;
}

/** Which figure of a run is asked back: another one for each learner, step and run. */
export function drawFigure(
  candidates: readonly AskedFigure[],
  seed: string,
  step: string,
  run: string,
): AskedFigure | undefined {
  const telling = candidates.filter(tells);
  if (telling.length === 0) return undefined;
  return telling[createRandom(seed, "asked-figure", step, run).int(telling.length)];
}

/** When a fault strikes that a learner has to notice: nobody can wait for a moment known beforehand. */
export function drawMomentMs(seed: string, step: string, attempt: number): number {
  const [earliest, latest] = [6_000, 16_000];
  return earliest + createRandom(seed, "moment", step, attempt).int(latest - earliest);
}
