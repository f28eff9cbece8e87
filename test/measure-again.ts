import type { LabVerdict } from "../src/model/verdict.ts";

/**
 * Whether a lab may be measured a second time: only when something disturbed it, and nothing failed. A claim that failed
 * or a control that held is a finding, also where another one could not be judged.
 */
export function mayMeasureAgain({ verdict, claims }: Pick<LabVerdict, "verdict" | "claims">): boolean {
  const failed = claims.some(
    (claim) => claim.verdict === "fail" || claim.controls.some((control) => control.verdict === "held"),
  );
  return verdict === "invalid" && !failed;
}

/**
 * What counts of a lab: its first measurement, or the second where the first was spoiled. Both are told, as they come.
 * The second counts whatever it says.
 */
export async function measureAgain(
  measure: () => Promise<LabVerdict>,
  tell: (nth: 1 | 2, verdict: LabVerdict) => void,
): Promise<LabVerdict> {
  const first = await measure();
  tell(1, first);
  if (!mayMeasureAgain(first)) return first;
  const second = await measure();
  tell(2, second);
  return second;
}

/** Speeds that a lab's verdicts must not depend on (STAGECRAFT_SPEED). */
export const speeds = [0.5, 0.7, 1] as const;

/** The speed of this time: each seed's next has another one. */
export const drawnSpeed = (seed: number): number => speeds[seed % speeds.length]!;
