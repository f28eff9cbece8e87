import type { DraftClaim } from "../schema/draft.ts";
import type { Path } from "../source/yaml.ts";
import type { CheckContext } from "./context.ts";

/** A claim may allow so much throttling only of its own stages and controls, and where it is measured. */
export function checkThrottled(
  claim: DraftClaim,
  step: string | undefined,
  path: Path,
  { findings, measuring }: CheckContext,
): void {
  const { allowThrottled, on, ratio = [], comparedWith, mustFailOn = [] } = claim;
  if (allowThrottled === undefined) return;
  const at: Path = [...path, "allowThrottled"];
  const load = measuring.find((one) => one.id === step)?.load;
  if (step !== undefined && load?.kind !== "open") {
    findings.add(
      at,
      `${step} has no open load, so nobody looks how much is throttled`,
      "take it away",
      "key",
    );
  }
  if (typeof allowThrottled === "number") return;
  const controls = mustFailOn.map((one) => (typeof one === "string" ? one : one?.stage));
  const spoken = [on, ...ratio, comparedWith?.on, ...controls].filter((alias) => alias !== undefined);
  for (const alias of Object.keys(allowThrottled))
    findings.known([...at, alias], "stage of this claim", alias, [...new Set(spoken)]);
}
