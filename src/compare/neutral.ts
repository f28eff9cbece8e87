/** Plain data, as `docker compose config` gives it. */
export type Plain = Record<string, unknown>;

/** What a stage is, without what differs from run to run and from machine to machine. */
export interface NeutralStage {
  services: Record<string, Plain>;
  networks: Record<string, Plain>;
  volumes: Record<string, Plain>;
  /** Content of config files, by config name. */
  configs: Record<string, string>;
  /** `x-stagecraft`: entry, client, servers. */
  stage: Plain;
}

export const isPlain = (value: unknown): value is Plain =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const secretName = /PASSWORD|SECRET|TOKEN|_KEY$/i;
const hidden = "(secret)";
const sizeName = /^(mem_limit|mem_reservation|memswap_limit|shm_size)$/;
const mib = 1024 * 1024;

interface Surroundings {
  project: string;
  /** The checkout, whose path is no part of a stage. */
  root: string;
}

function neutralText(key: string, text: string, { project, root }: Surroundings): string | undefined {
  if (secretName.test(key)) return hidden;
  if (sizeName.test(key) && /^\d+$/.test(text) && Number(text) % mib === 0) return `${Number(text) / mib}m`;
  if (key === "name" && text.startsWith(`${project}_`)) return undefined;
  // compose escapes dollars in what it prints, so that it could read it again
  return text.replaceAll("$$", "$").replaceAll(`${root}/`, "").replaceAll(root, ".");
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Undefined for what says nothing: null, and maps and lists without anything in them. */
function neutral(key: string, value: unknown, around: Surroundings): unknown {
  if (value === null || value === undefined) return undefined;
  if (typeof value === "string") return neutralText(key, value, around);
  if (Array.isArray(value)) {
    return value.length === 0 ? undefined : value.map((item) => neutral(key, item, around) ?? null);
  }
  if (!isPlain(value)) return value;
  const kept = Object.entries(value)
    .map(([name, part]) => [name, neutral(name, part, around)] as const)
    .filter(([, part]) => part !== undefined)
    .sort(byName);
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

const parts = (value: unknown): [string, unknown][] => (isPlain(value) ? Object.entries(value) : []);

/** Membership says something even without settings, so networks of a service become a list of names. */
function neutralService(service: unknown, around: Surroundings): Plain {
  const known = (neutral("", service, around) ?? {}) as Plain;
  if (!isPlain(service) || !isPlain(service.networks)) return known;
  const settings = known.networks;
  const joined = Object.keys(service.networks).sort();
  const whole = {
    ...known,
    networks: settings ?? joined,
    ...(settings ? { "joined networks": joined } : {}),
  };
  return Object.fromEntries(Object.entries(whole).sort(byName));
}

/**
 * A resolved compose file (configs with their content in them) without project names, secrets, paths of the
 * checkout and empty values, keys in order: equal stages give equal values.
 */
export function neutralStage(compose: Plain, around: Surroundings): NeutralStage {
  const named = (value: unknown): Record<string, Plain> =>
    Object.fromEntries(
      parts(value).map(([name, part]) => [name, (neutral(name, part, around) ?? {}) as Plain]),
    );
  return {
    services: Object.fromEntries(
      parts(compose.services).map(([name, service]) => [name, neutralService(service, around)]),
    ),
    networks: named(compose.networks),
    volumes: named(compose.volumes),
    configs: Object.fromEntries(
      parts(compose.configs).map(([name, config]) => [
        name,
        neutralText("", String(isPlain(config) ? (config.content ?? "") : ""), around) ?? "",
      ]),
    ),
    stage: (neutral("", compose["x-stagecraft"], around) ?? {}) as Plain,
  };
}

/** Networks that a service is on. */
export function networksOf(service: Plain): string[] {
  const value = service["joined networks"] ?? service.networks;
  return Array.isArray(value) ? value.map(String) : isPlain(value) ? Object.keys(value) : [];
}
