import { changedWords, lineChanges, textOf } from "./changed-text.ts";
import { isPlain, type NeutralStage, networksOf, type Plain } from "./neutral.ts";

/** One thing that is set otherwise in two stages, as small as the files say it. */
export interface Setting {
  /** A service, or `server X`, `network X`, `volume X`, `client`, `entry`, `fault`. */
  subject: string;
  /** The service, where the subject is one. */
  service?: string;
  /** Path below the subject, such as `environment.CACHE_TTL` or a mounted file; absent: the whole is on one side only. */
  key?: string;
  before?: string;
  after?: string;
  /** Words that only one of the two sides says. */
  words: string[];
}

/** What a subject has when everything of it that says the same on both sides is left out. */
type Found = Pick<Setting, "key" | "before" | "after">;

// The order of starts, who is told about it, and how images come about are no part of what a stage does.
const silent = new Set(["depends_on", "labels", "container_name", "build", "extends", "profiles"]);

const setting = (subject: string, found: Found, service?: string): Setting => ({
  subject,
  ...(service !== undefined && { service }),
  ...found,
  words: changedWords(found.before ?? "", found.after ?? ""),
});

/** Every setting in which two stages differ; the order of starts, labels and zones are none. */
export function settingsBetween(a: NeutralStage, b: NeutralStage): Setting[] {
  const sides = [a, b] as const;
  const servers = sides.map(({ stage }) => mapOf(stage.servers));
  return [
    ...oneSided("service", a.services, b.services, (name) => name),
    ...both(a.services, b.services).flatMap((name) => serviceSettings(name, sides)),
    ...oneSided("server", servers[0]!, servers[1]!),
    ...both(servers[0]!, servers[1]!).flatMap((name) =>
      changed(`server ${name}`, servers[0]![name], servers[1]![name]),
    ),
    ...named("network", a.networks, b.networks),
    ...named("volume", a.volumes, b.volumes),
    ...["entry", "client"].flatMap((key) => changed(key, a.stage[key], b.stage[key])),
  ];
}

/** What changed below a subject that is no part of the stage files. */
export const changed = (subject: string, a: unknown, b: unknown): Setting[] =>
  within(a, b).map((found) => setting(subject, found));

const mapOf = (value: unknown): Plain => (isPlain(value) ? value : {});

const both = (a: object, b: object): string[] => Object.keys(a).filter((name) => Object.hasOwn(b, name));

function oneSided(kind: string, a: Plain, b: Plain, subjectOf = (name: string) => `${kind} ${name}`) {
  const only = (from: Plain, than: Plain, side: "before" | "after") =>
    Object.entries(from)
      .filter(([name]) => !Object.hasOwn(than, name))
      .map(([name, value]) => {
        const service = kind === "service" ? name : undefined;
        return setting(subjectOf(name), { [side]: `${name} ${textOf(value)}` }, service);
      });
  return [...only(a, b, "before"), ...only(b, a, "after")];
}

const named = (kind: string, a: Record<string, Plain>, b: Record<string, Plain>): Setting[] => [
  ...oneSided(kind, a, b),
  ...both(a, b).flatMap((name) => changed(`${kind} ${name}`, a[name], b[name])),
];

function serviceSettings(name: string, [a, b]: readonly [NeutralStage, NeutralStage]): Setting[] {
  const [x, y] = [a, b].map((stage) => withFiles(stage.services[name]!, stage));
  return within(x, y).map((found) => setting(name, found, name));
}

// What is mounted counts by its place and content, whatever the config is called.
function withFiles(service: Plain, { configs }: NeutralStage): Plain {
  const { configs: mounts, networks: _, "joined networks": __, ...rest } = service;
  const files = (Array.isArray(mounts) ? mounts : []).map((mount) => {
    const source = isPlain(mount) ? String(mount.source) : String(mount);
    const target = isPlain(mount) && mount.target !== undefined ? String(mount.target) : `/${source}`;
    return [target, configs[source] ?? ""] as const;
  });
  const known = Object.entries(rest).filter(([key]) => !silent.has(key));
  const settings = isPlain(service.networks) ? service.networks : {};
  const links = Object.fromEntries(networksOf(service).map((one) => [one, settings[one] ?? "joined"]));
  return { ...Object.fromEntries(known), networks: links, files: Object.fromEntries(files) };
}

/** Differences below one thing that both sides have: maps by key, lists by item, texts by line. */
function within(a: unknown, b: unknown, key = ""): Found[] {
  const path = (part: string) => (key === "" ? part : `${key}.${part}`);
  if (isPlain(a) || isPlain(b)) {
    const [x, y] = [mapOf(a), mapOf(b)];
    return [...new Set([...Object.keys(x), ...Object.keys(y)])].flatMap((part) =>
      within(x[part], y[part], path(part)),
    );
  }
  return lineChanges(a, b).map((change) => ({ key, ...change }));
}
