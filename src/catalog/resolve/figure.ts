import type { During, PhaseName, Subject } from "../../model/lab.ts";
import { splitDuring } from "../check/during.ts";

/** What a claim or prediction is about; nothing when it does not say. */
export function subjectOf(written: {
  on?: string | undefined;
  ratio?: string[] | undefined;
}): Subject | undefined {
  if (written.ratio) return { ratio: [written.ratio[0]!, written.ratio[1]!] as [string, string] };
  return written.on === undefined ? undefined : { on: written.on };
}

/** The part of a run as it was found by the checks, else as it is written. */
export function duringFrom(
  text: string | undefined,
  found: Required<During> | undefined,
): During | undefined {
  if (found) return found;
  if (text === undefined) return undefined;
  const { step, phase } = splitDuring(text);
  return { step, ...(phase !== undefined && { phase: phase as PhaseName }) };
}
