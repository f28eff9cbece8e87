import { metrics } from "../../model/metrics.ts";
import type { Path } from "../source/yaml.ts";

/** Every metric there is. */
export const metricNames: string[] = metrics.map((metric) => metric.name);

/** The stage aliases that a claim or prediction names, each with its place. */
export function stagesOfSubject(
  subject: { on?: string | undefined; ratio?: (string | undefined)[] | undefined },
  path: Path,
): { alias: string; path: Path }[] {
  const sides = (subject.ratio ?? []).map((alias, side) => ({ alias, path: [...path, "ratio", side] }));
  return [{ alias: subject.on, path: [...path, "on"] }, ...sides].flatMap((one) =>
    one.alias === undefined ? [] : [{ alias: one.alias, path: one.path }],
  );
}
