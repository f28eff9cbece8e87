import type { During } from "../../model/lab.ts";
import type { Metric } from "../../model/metrics.ts";
import type { Path } from "../source/yaml.ts";
import type { CheckContext } from "./context.ts";
import type { StageReference } from "./during.ts";
import { routesOf } from "./routes.ts";

/** A part of a metric as a claim or prediction names it. */
export interface PartReference {
  of: string | undefined;
  /** The map that has the key `of`. */
  path: Path;
  metric: Metric;
  stages: readonly StageReference[];
  /** The part of the run that the figure is taken from, when it was found. */
  during: Required<During> | undefined;
}

/** A part is named exactly where the metric has parts, and it is one that the step and the stages have. */
export function checkPart({ of, path, metric, stages, during }: PartReference, context: CheckContext): void {
  const { findings } = context;
  const at = [...path, "of"];
  if (of === undefined) {
    if (metric.partsOnly) {
      findings.add(path, `${metric.name} is told by ${metric.by}: "of" is missing`, `of: <${metric.by}>`);
    }
    return;
  }
  if (!metric.by) {
    findings.add(at, `${metric.name} is not told by parts`, "leave `of` out", "key");
    return;
  }
  for (const { alias } of stages) {
    const known = partsOf(metric.by, alias, during, context);
    // one finding says it all
    if (known && !findings.known(at, metric.by, of, known)) return;
  }
}

/** The parts that a figure on a stage can have; nothing when that cannot be told. */
function partsOf(
  by: NonNullable<Metric["by"]>,
  alias: string,
  during: Required<During> | undefined,
  { draft, stages, measuring }: CheckContext,
): string[] | undefined {
  const stage = stages.get(alias);
  if (!stage) return undefined;
  if (by === "server") return stage.servers.map((server) => server.name);
  const measured = measuring.find((one) => one.id === during?.step);
  if (!measured) return undefined;
  if (by === "command") return measured.commandsOn(alias, during?.phase);
  return measured.load && routesOf(draft, measured.load.name);
}
