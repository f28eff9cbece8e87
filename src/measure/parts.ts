import type { PhaseName } from "../model/lab.ts";
import { type Metric, metricNamed, metrics } from "../model/metrics.ts";
import { routeOf } from "../model/route.ts";
import { type Found, found, missing } from "./figure.ts";
import { latency } from "./latency.ts";
import { outcomes } from "./outcomes.ts";
import { recordsOf, type StepData } from "./step-data.ts";
import { type Totals, totalsOf } from "./totals.ts";

/** More routes than this are no longer told one by one. */
const mostRoutes = 20;

/** Of figures, those that the dictionary tells by such parts, as figures of one part. */
export function ofPart(part: string, by: NonNullable<Metric["by"]>, figures: readonly Found[]): Found[] {
  return figures.filter(({ metric }) => metricNamed(metric)?.by === by).map((one) => ({ ...one, of: part }));
}

/** What became of each route's requests. Only those that ended tell their route: shares are shares of them. */
export function routes(data: StepData): Found[] {
  return routesOf(data).flatMap((route) => {
    const own = totalsOf(data, (row) => row.route === route).map((one) => ({
      ...one,
      asked: one.ok + one.failed + one.refused,
    }));
    return ofPart(route, "route", [...outcomes(own), ...latency(own)]);
  });
}

/** The routes that the journeys name and those that were asked for, the busiest first. */
function routesOf(data: StepData): string[] {
  const counts = new Map(plannedRoutes(data).map((route) => [route, 0]));
  for (const { phases } of recordsOf(data, "window")) {
    for (const { route, count } of phases.flatMap((phase) => phase.rows)) {
      counts.set(route, (counts.get(route) ?? 0) + count);
    }
  }
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([route]) => route)
    .slice(0, mostRoutes);
}

function plannedRoutes({ action: { load } }: StepData): string[] {
  const steps = load.kind === "open" ? load.mix.flatMap((one) => one.steps) : [];
  return [...new Set(steps.map((step) => routeOf(step)).filter((route) => route !== undefined))];
}

/** Each server's share of the good answers; one that gave none has 0, not nothing. */
export function shares(data: StepData, totals: readonly Totals[]): Found[] {
  const names = answering(data, totals);
  return totals.flatMap(({ phase, byServer }) => {
    const named = Object.values(byServer).reduce((sum, count) => sum + count, 0);
    return names.map((name) => ({
      ...(named > 0
        ? found("servers.share", phase, (byServer[name] ?? 0) / named, named)
        : missing("servers.share", phase, "no good answer said which server it came from")),
      of: name,
    }));
  });
}

/** Who answered in any phase, and the app servers that did not (they may answer in a service's name). */
function answering({ stage }: StepData, totals: readonly Totals[]): string[] {
  const names = new Set(totals.flatMap(({ byServer }) => Object.keys(byServer)));
  const silent = stage.servers.filter(
    ({ name, role, services }) => role === "app" && ![name, ...services].some((one) => names.has(one)),
  );
  return [...names, ...silent.map(({ name }) => name)].sort();
}

/** The parts' figures of a step that has none, each with the reason. */
export function partsWithoutValue(data: StepData, phases: readonly PhaseName[], reason: string): Found[] {
  if (data.action.load.kind === "peak") return [];
  const parts = {
    route: plannedRoutes(data).slice(0, mostRoutes),
    server: data.stage.servers.map((server) => server.name),
    command: [],
  };
  return (metrics as readonly Metric[]).flatMap(({ name, by }) =>
    by === undefined
      ? []
      : parts[by].flatMap((part) =>
          phases.map((phase) => ({ ...missing(name as Found["metric"], phase, reason), of: part })),
        ),
  );
}
