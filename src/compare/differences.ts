import { isPlain, type NeutralStage } from "./neutral.ts";
import { type Setting, settingsBetween } from "./setting.ts";

/** Settings that follow from one another, or are one change in several places: they count as one. */
export type Difference = Setting[];

const limits = /^(cpus|mem_limit|mem_reservation|memswap_limit|cgroup_parent)$/;
// words that many settings say without meaning the same
const common = new Set(["true", "false", "yes", "none", "null", "off", "default", "volume", "joined"]);

/**
 * The independent differences of two stages. Settings are one difference when they make the same change on several
 * services; when one names what only one side has (a service, server, network or volume); when the service they
 * belong to runs another program (another image); when they are a server's type and its services' limits; or when
 * they say the same word that is nobody's name. `more` are settings that no stage file says, such as a fault's target.
 */
export function differencesBetween(
  a: NeutralStage,
  b: NeutralStage,
  more: readonly Setting[] = [],
): Difference[] {
  const settings = [...settingsBetween(a, b), ...more];
  const names = new Set([a, b].flatMap((stage) => Object.keys(stage.services)));
  const serverOf = serversByService(a, b);
  const replaced = new Set(
    settings
      .filter((one) => one.key === "image" && repository(one.before) !== repository(one.after))
      .map((one) => one.service),
  );
  const lone = new Set(settings.filter((one) => one.key === undefined).map(bareName));
  const groups = new Map<string, number>();
  const parents = settings.map((_, at) => at);
  const rootOf = (at: number): number => (parents[at] === at ? at : rootOf(parents[at]!));
  const tie = (at: number, mark: string) => {
    const first = groups.get(mark) ?? at;
    groups.set(mark, first);
    parents[rootOf(at)] = rootOf(first);
  };
  settings.forEach((one, at) => {
    for (const mark of marksOf(one, { lone, names, replaced, serverOf })) tie(at, mark);
  });
  const found = new Map<number, Setting[]>();
  settings.forEach((one, at) => {
    found.set(rootOf(at), [...(found.get(rootOf(at)) ?? []), one]);
  });
  return [...found.values()];
}

interface Around {
  /** What only one side has. */
  lone: ReadonlySet<string>;
  names: ReadonlySet<string>;
  replaced: ReadonlySet<string | undefined>;
  serverOf: ReadonlyMap<string, string>;
}

/** Settings with a mark in common are one difference. */
function marksOf(one: Setting, { lone, names, replaced, serverOf }: Around): string[] {
  const said = [...one.words, ...(one.key?.split(".") ?? [])];
  const server = one.service === undefined ? bareName(one) : serverOf.get(one.service);
  const sized = one.service === undefined ? one.key === "type" : limits.test(one.key ?? "");
  return [
    ...(one.key === undefined ? [`name ${bareName(one)}`] : [`change ${changeOf(one)}`]),
    ...said.filter((word) => lone.has(word)).map((word) => `name ${word}`),
    ...(replaced.has(one.service) && one.service !== undefined ? [`program ${one.service}`] : []),
    ...(sized && server !== undefined ? [`size ${server}`] : []),
    ...(one.key === undefined ? [] : one.words)
      .map((word) => word.toLowerCase())
      .filter((word) => /\p{L}.*\p{L}.*\p{L}/u.test(word) && !names.has(word) && !common.has(word))
      .map((word) => `word ${word}`),
  ];
}

const bareName = ({ subject }: Setting): string => subject.split(" ").at(-1)!;

// the same change on a copy of a service says that one's name
function changeOf({ service, key, before, after }: Setting): string {
  const own = (text: string | undefined) =>
    service === undefined ? text : text?.replaceAll(service, "(itself)");
  return JSON.stringify([key, own(before), own(after)]);
}

const repository = (image: string | undefined): string | undefined => image?.replace(/:[^:/]*$/, "");

function serversByService(...stages: NeutralStage[]): Map<string, string> {
  return new Map(
    stages.flatMap(({ stage }) =>
      Object.entries(isPlain(stage.servers) ? stage.servers : {}).flatMap(([server, value]) =>
        isPlain(value) && Array.isArray(value.services)
          ? value.services.map((service) => [String(service), server] as const)
          : [],
      ),
    ),
  );
}

/** Whether a word (or words) of an author stands in what one of the settings says. */
export function names(difference: Difference, word: string): boolean {
  const quoted = word.trim().replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const alone = new RegExp(`(?<![\\p{L}\\p{N}_])${quoted}(?![\\p{L}\\p{N}_])`, "iu");
  return difference.some(({ subject, key, before, after }) =>
    [subject, key, before, after].some((text) => text !== undefined && alone.test(text)),
  );
}

/** A difference in a line: its first setting, and how many follow from it. */
export function differenceText(difference: Difference): string {
  const first = difference.find(({ key }) => key === undefined) ?? difference[0]!;
  const { subject, key, before, after } = first;
  const short = (text: string | undefined) => {
    const line = (text ?? "nothing").replaceAll(/\s+/g, " ").trim();
    return line.length > 40 ? `${line.slice(0, 39)}…` : line;
  };
  const rest = difference.length > 1 ? ` (and ${difference.length - 1} more that go with it)` : "";
  if (key === undefined) return `${subject} is on one side only${rest}`;
  return `${subject} ${key}: ${short(before)} → ${short(after)}${rest}`;
}
