import type { During, FigurePlace, PhaseName, Subject } from "../../model/lab.ts";
import { splitDuring } from "../check/during.ts";
import type { FoundFigure } from "../check/figure.ts";
import type { WrittenSubject } from "../schema/step.ts";

/** What a claim or prediction is about; nothing when it does not say. `ratio: [a, b]` is a, compared with b. */
export function subjectOf(written: WrittenSubject, found: FoundFigure | undefined): Subject | undefined {
  const on = written.ratio?.[0] ?? written.on;
  if (on === undefined) return undefined;
  const compared = written.ratio ? { on: written.ratio[1] } : written.comparedWith;
  return {
    on,
    ...partOf(written.of, duringFrom(written.during, found?.during)),
    ...(compared && {
      comparedWith: {
        ...(compared.on !== undefined && { on: compared.on }),
        ...partOf(
          written.comparedWith?.of,
          duringFrom(written.comparedWith?.during, written.comparedWith?.during && found?.comparedWith),
        ),
      },
    }),
  };
}

function partOf(of: string | undefined, during: During | undefined): Omit<FigurePlace, "on"> {
  return { ...(of !== undefined && { of }), ...(during && { during }) };
}

/** The part of a run as it was found by the checks, else as it is written. */
function duringFrom(text: string | undefined, found: Required<During> | "" | undefined): During | undefined {
  if (found) return found;
  if (text === undefined) return undefined;
  const { step, phase } = splitDuring(text);
  return { step, ...(phase !== undefined && { phase: phase as PhaseName }) };
}
