import type { ResolvedCompose } from "./compose.ts";

// as compose writes lengths of time: 1m30s, 500ms
const units: Record<string, number> = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a length of time as compose prints it, such as `1m0s` or `500ms`; undefined for anything else. */
export function composeMs(text: unknown): number | undefined {
  if (typeof text !== "string" || !/^(\d+(\.\d+)?(h|ms|m|s))+$/.test(text)) return undefined;
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|h|m|s)/g)];
  return parts.reduce((sum, [, number, unit]) => sum + Number(number) * units[unit!]!, 0);
}

/** Docker's own, where a check names none. */
const defaults = { timeout: 30_000, startPeriod: 0 };

/**
 * Checks that bear with a slow machine: none counts against a server before `deadlineMs` is over (who has become
 * healthy is healthy at once all the same), and each may take `times` as long as its author gave it.
 */
export function withPatientChecks(
  compose: ResolvedCompose,
  { deadlineMs, times }: { deadlineMs: number; times: number },
): ResolvedCompose {
  const services = Object.entries(compose.services).map(([name, service]) => {
    const check = service.healthcheck as Record<string, unknown> | undefined;
    if (!check || check.disable === true || check.test === undefined) return [name, service];
    const timeout = Math.round((composeMs(check.timeout) ?? defaults.timeout) * times);
    return [
      name,
      { ...service, healthcheck: { ...check, start_period: `${deadlineMs}ms`, timeout: `${timeout}ms` } },
    ];
  });
  return { ...compose, services: Object.fromEntries(services) };
}

/** How long each service's author lets it start, in ms. */
export function startPeriods(compose: ResolvedCompose): Record<string, number> {
  return Object.fromEntries(
    Object.entries(compose.services).map(([name, service]) => {
      const check = service.healthcheck as Record<string, unknown> | undefined;
      return [name, composeMs(check?.start_period) ?? defaults.startPeriod];
    }),
  );
}
