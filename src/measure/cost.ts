import { machineTypes } from "../model/machines.ts";
import type { PlannedStage } from "../model/plan.ts";
import { type Found, found, quotient } from "./figure.ts";
import type { Totals } from "./totals.ts";

/** Course dollars per hour of all servers of a stage. */
export function pricePerHour(stage: PlannedStage): number {
  return stage.servers.reduce((sum, server) => sum + machineTypes[server.type].pricePerHour, 0);
}

const msPerHour = 3_600_000;

/** What the stage costs while it runs, and what its good answers cost at the rate of each phase. */
export function cost(stage: PlannedStage, totals: readonly Totals[]): Found[] {
  const hourly = pricePerHour(stage);
  return totals.flatMap(({ phase, ok, lengthMs }) => [
    found("cost.per_hour", phase, hourly, stage.servers.length),
    quotient(
      "cost.per_million",
      phase,
      hourly * (lengthMs / msPerHour) * 1e6,
      ok,
      "there was no good answer",
    ),
  ]);
}

/** The same at the knee: what a good answer costs at best. */
export function costAtKnee(stage: PlannedStage, kneePerS: number): Found[] {
  const hourly = pricePerHour(stage);
  const millionPerHour = (kneePerS * 3600) / 1e6;
  return [
    found("cost.per_hour", "all", hourly, stage.servers.length),
    quotient(
      "cost.per_million",
      "all",
      hourly,
      millionPerHour,
      "not one connection stayed within the limits",
      1,
    ),
  ];
}
