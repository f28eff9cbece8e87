import type { Claim } from "../model/lab.ts";
import type { Measurements } from "../model/measurement.ts";
import type { FigureKey } from "./figure.ts";

const metric = "cpu.throttled_ratio";
const percent = (share: number): string => (share * 100).toFixed(0);

/**
 * Whether a server stood still for want of quota more often than the claim allows on the figures' stages: then they tell
 * of the quota and not of what the claim is about. `unknown` where a limit is given and nobody can tell.
 */
export function throttledBeyond(
  { allowThrottled }: Pick<Claim, "allowThrottled">,
  figures: readonly FigureKey[],
  all: Measurements,
): { verdict: "invalid" | "unknown"; reasons: string[] } | undefined {
  if (!allowThrottled) return undefined;
  const found = figures.flatMap((key) => {
    const allowed = allowThrottled[key.on];
    return allowed === undefined ? [] : beyond(key, allowed, all);
  });
  if (found.length === 0) return undefined;
  const spoiled = found.filter(({ verdict }) => verdict === "invalid");
  const told = spoiled.length > 0 ? spoiled : found;
  return { verdict: told[0]!.verdict, reasons: [...new Set(told.map(({ reason }) => reason))] };
}

type Beyond = { verdict: "invalid" | "unknown"; reason: string };

function beyond({ on, during }: FigureKey, allowed: number, all: Measurements): Beyond[] {
  const rows = all.measurements.filter(
    (row) => row.metric === metric && row.on === on && row.step === during.step && row.phase === during.phase,
  );
  const wholes = rows.filter(({ of }) => of === undefined);
  const lacking = wholes.length === 0 ? [undefined] : wholes.filter(({ value }) => value === null);
  if (lacking.length > 0) {
    const reasons = ["nobody can tell how often it was throttled", lacking[0]?.reason ?? "no figure"];
    return reasons.map((reason) => ({ verdict: "unknown", reason: `${on}: ${reason}` }));
  }
  const parts = rows.filter(({ of }) => of !== undefined).sort((a, b) => (b.value ?? 0) - (a.value ?? 0));
  const worst = parts[0];
  if (worst?.value == null || worst.value <= allowed) return [];
  const where = `${during.step}/${during.phase}`;
  const reason = `${worst.of} of ${on} used up its quota in ${percent(worst.value)} % of its periods (${where}); the claim allows ${percent(allowed)} %`;
  return [{ verdict: "invalid", reason }];
}
