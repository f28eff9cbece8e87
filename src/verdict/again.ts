import { againOf, sidesOf } from "../model/again.ts";
import type { Claim, FigurePlace } from "../model/lab.ts";
import type { Measurements } from "../model/measurement.ts";

/**
 * The two sides of an A/A control, in the order of the claim's two: the side that was measured first is put beside its
 * own second measurement; of two phases both are read from the second one. With the figures of the round in which the
 * second measurement was made.
 */
export function againSides(claim: Claim, all: Measurements): { sides: FigurePlace[]; figures: Measurements } {
  const [upper, lower] = sidesOf(claim.subject) as [FigurePlace, FigurePlace];
  const sides = {
    upper: [upper, again(upper)],
    lower: [again(lower), lower],
    phases: [again(upper), again(lower)],
  }[claim.again!];
  const step = againOf((claim.again === "lower" ? lower : upper).during!.step);
  const made = all.measurements.find((row) => row.step === step);
  const round = <T extends { repeat: number }>(rows: readonly T[]) =>
    rows.filter(({ repeat }) => repeat === made?.repeat);
  return { sides, figures: { ...all, measurements: round(all.measurements), unsound: round(all.unsound) } };
}

const again = (side: FigurePlace): FigurePlace => ({
  ...side,
  during: { ...side.during!, step: againOf(side.during!.step) },
});
