import type { ResolvedCompose } from "../compose.ts";

/** The kernel's own period, which the engine takes for `cpus`, too. */
export const usualPeriodUs = 100_000;
/** The kernel takes no smaller quota. */
const leastQuotaUs = 1000;

/** A quota as the kernel takes it: so many µs of one core in each period. A small one gets a period that is long enough. */
export function quotaWithin(cpus: number, periodUs: number): { quotaUs: number; periodUs: number } {
  const period = Math.max(periodUs, Math.ceil(leastQuotaUs / cpus));
  return { quotaUs: Math.round(cpus * period), periodUs: period };
}

/** Every service's `cpus` as a quota of this period; without one the file stays as compose resolved it. */
export function withPeriod(compose: ResolvedCompose, periodUs: number | undefined): ResolvedCompose {
  if (periodUs === undefined) return compose;
  const services = Object.entries(compose.services).map(([name, { cpus, ...service }]) => {
    if (!(Number(cpus) > 0)) return [name, cpus === undefined ? service : { ...service, cpus }];
    const within = quotaWithin(Number(cpus), periodUs);
    return [name, { ...service, cpu_period: within.periodUs, cpu_quota: within.quotaUs }];
  });
  return { ...compose, services: Object.fromEntries(services) };
}
