import { isPlain } from "./merge.ts";

/** What we look at of a compose service; anything may be missing or of another type. */
export type Service = Record<string, unknown>;

/** A map's entries that are maps themselves. */
export function mapsOf(value: unknown): Map<string, Service> {
  if (!isPlain(value)) return new Map();
  return new Map(Object.entries(value).map(([name, part]) => [name, isPlain(part) ? part : {}]));
}

/** Names in a list, or the keys of a map: compose takes networks and depends_on either way. */
export function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.map(String);
  return isPlain(value) ? Object.keys(value) : [];
}

/** False for a service that a variant takes out of the stage. */
export function isActive(service: Service): boolean {
  const deploy = isPlain(service.deploy) ? service.deploy : {};
  return service.scale !== 0 && deploy.replicas !== 0 && namesIn(service.profiles).length === 0;
}

/** The service whose network a service lives in: itself, unless it says `network_mode: service:other`. */
export function networkOwner(name: string, services: ReadonlyMap<string, Service>): string {
  const mode = services.get(name)?.network_mode;
  return typeof mode === "string" && mode.startsWith("service:") ? mode.slice("service:".length) : name;
}

/** Networks that a service is on; compose's default network when it names none. */
export function networksOf(name: string, services: ReadonlyMap<string, Service>): string[] {
  const service = services.get(networkOwner(name, services));
  if (service?.network_mode !== undefined) return [];
  return service?.networks === undefined ? ["default"] : namesIn(service.networks);
}
