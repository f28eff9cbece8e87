import { isPlain, type NeutralStage, networksOf, type Plain } from "./neutral.ts";
import { asYaml, textDiff } from "./text-diff.ts";

/** One thing that differs between two stages. */
export interface Change {
  /** `link`: a service on a network; `server`: a machine and the services on it; `entry` and `client`: where users arrive. */
  kind:
    | "entry"
    | "client"
    | "server"
    | "service"
    | "image"
    | "network"
    | "link"
    | "volume"
    | "config"
    | "fault";
  change: "added" | "removed" | "changed";
  name: string;
  before?: string;
  after?: string;
  /** Changed lines of its definition or content. */
  diff?: string;
}

const equal = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Walks over everything that either side has, in name order. */
function compared<T>(
  a: Record<string, T>,
  b: Record<string, T>,
  how: (name: string, a?: T, b?: T) => Change[],
): Change[] {
  const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].sort();
  return names.flatMap((name) => how(name, a[name], b[name]));
}

function defined(kind: Change["kind"], name: string, a: unknown, b: unknown): Change[] {
  if (equal(a, b)) return [];
  const text = (value: unknown): string =>
    value === undefined ? "" : typeof value === "string" ? value : asYaml(value);
  const change = a === undefined ? "added" : b === undefined ? "removed" : "changed";
  const diff = textDiff(text(a), text(b));
  return [{ kind, change, name, ...(diff !== "" && { diff }) }];
}

function short(value: unknown): string {
  if (Array.isArray(value)) return value.map(short).join(", ");
  if (!isPlain(value)) return String(value);
  return Object.entries(value)
    .map(([key, part]) => `${key}: ${Array.isArray(part) ? `[${short(part)}]` : short(part)}`)
    .join(", ");
}

/** Small things in a few words, before and after. */
function worded(kind: Change["kind"], name: string, a: unknown, b: unknown): Change[] {
  if (equal(a, b)) return [];
  const change = a === undefined ? "added" : b === undefined ? "removed" : "changed";
  return [
    {
      kind,
      change,
      name,
      ...(a !== undefined && { before: short(a) }),
      ...(b !== undefined && { after: short(b) }),
    },
  ];
}

const links = (stage: NeutralStage): Record<string, true> =>
  Object.fromEntries(
    Object.entries(stage.services).flatMap(([name, service]) =>
      networksOf(service).map((network) => [`${name} – ${network}`, true as const]),
    ),
  );

const images = ({ services }: NeutralStage): Record<string, unknown> =>
  Object.fromEntries(Object.entries(services).map(([name, service]) => [name, service.image]));

const map = (value: unknown): Plain => (isPlain(value) ? value : {});

/** Everything that differs from one stage to another: topology first, then the definitions line by line. */
export function changesBetween(a: NeutralStage, b: NeutralStage): Change[] {
  const link = (name: string, before?: true, after?: true): Change[] =>
    before === after ? [] : [{ kind: "link", change: after ? "added" : "removed", name }];
  return [
    ...worded("entry", "entry", a.stage.entry, b.stage.entry),
    ...worded("client", "client", a.stage.client, b.stage.client),
    ...worded("fault", "standard fault", a.stage.standardFault, b.stage.standardFault),
    ...compared(map(a.stage.servers), map(b.stage.servers), (name, x, y) => worded("server", name, x, y)),
    ...compared(a.networks, b.networks, (name, x, y) => defined("network", name, x, y)),
    ...compared(links(a), links(b), link),
    // an added or removed service names its image in its own definition
    ...compared(images(a), images(b), (name, x, y) =>
      x === undefined || y === undefined ? [] : worded("image", name, x, y),
    ),
    ...compared(a.services, b.services, (name, x, y) => defined("service", name, x, y)),
    ...compared(a.volumes, b.volumes, (name, x, y) => defined("volume", name, x, y)),
    ...compared(a.configs, b.configs, (name, x, y) => defined("config", name, x, y)),
  ];
}
