import type { Plan } from "../model/plan.ts";

/** What a run will not be able to show on this engine, and which claims stay unknown for it: a line each. */
export function impossibleClaims(plan: Plan, impossible: (kind: string) => string | undefined): string[] {
  const lines: string[] = [];
  const told = new Set<string>();
  for (const action of plan.actions) {
    if (action.kind !== "measure" || !action.fault || told.has(action.step)) continue;
    const reason = impossible(action.fault.kind);
    if (reason === undefined) continue;
    told.add(action.step);
    const claims = plan.claims
      .filter(({ subject }) =>
        [subject, subject.comparedWith].some((side) => side?.during?.step === action.step),
      )
      .map((claim) => claim.id);
    const unknown = claims.length > 0 ? `; these claims stay unknown: ${claims.join(", ")}` : "";
    lines.push(`the step ${action.step} cannot be done here: ${reason}${unknown}`);
  }
  return lines;
}
