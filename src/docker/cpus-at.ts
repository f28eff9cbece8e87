import type { ResolvedCompose } from "./compose.ts";

/** The engine takes no smaller limit. */
const least = 0.01;

/** Every service with so many times its cores, as on a slower or faster processor; its memory stays. */
export function withCpusAt(compose: ResolvedCompose, speed: number): ResolvedCompose {
  if (speed === 1) return compose;
  const services = Object.entries(compose.services).map(([name, service]) => {
    const cpus = Number(service.cpus);
    if (!(cpus > 0)) return [name, service]; // none, or 0: no limit
    return [name, { ...service, cpus: Math.max(least, Number((cpus * speed).toFixed(4))) }];
  });
  return { ...compose, services: Object.fromEntries(services) };
}
