import { abilityMeans } from "./abilities.ts";
import type { Aim, FaultKind } from "./fault-kind.ts";
import { type FaultParam, paramLike } from "./fault-params.ts";

const aims: Record<Aim, string> = {
  server: "a server, a service, a zone, or several with commas between",
  database: "the database (the server whose role is `database`)",
  entry: "the entry of the stage (the server whose role is `entry`)",
};

/** What a kind is aimed at. */
export const aimText = (kind: FaultKind): string => aims[kind.aim];

/** What the engine's kernel must have for it; undefined when it takes nothing special. */
export function needsText(kind: FaultKind): string | undefined {
  if (kind.needs.length === 0) return undefined;
  return kind.needs.map((group) => group.map((one) => abilityMeans[one]).join(" or ")).join(", and ");
}

/** Kinds that cannot be on at the same container while it is; itself is always one. */
export function excludes(kind: FaultKind, kinds: readonly FaultKind[]): string[] {
  if (kind.holds === "none") return [kind.name];
  return kinds.filter((other) => other.holds === kind.holds).map((other) => other.name);
}

const leftOutText = (param: FaultParam): string =>
  param.default !== undefined ? `\`${param.default}\`` : param.optional ? "nothing" : "must be given";

/** A command that has it; undefined for what only steps do. */
export function exampleOf(kind: FaultKind): string | undefined {
  if (kind.stepOnly) return undefined;
  const target = { server: "app-1", database: "db-1", entry: "lb-1" }[kind.aim];
  const needed = Object.entries(kind.params).filter(
    ([, param]) => param.default === undefined && !param.optional,
  );
  const shown = needed.length > 0 ? needed : Object.entries(kind.params).slice(0, 1);
  const params = shown.map(
    ([name, param]) => ` --param ${name}=${param.default ?? firstOf(paramLike(param))}`,
  );
  return `./lab break ${target} ${kind.name} --for 10s${params.join("")}`;
}

const firstOf = (choices: string): string => choices.split(/, | or | \| /)[0]!;

const cell = (text: string) => text.replaceAll("|", "\\|");

function section(kind: FaultKind, kinds: readonly FaultKind[]): string[] {
  const example = exampleOf(kind);
  const needs = needsText(kind);
  const others = excludes(kind, kinds).filter((name) => name !== kind.name);
  const rows = Object.entries(kind.params).map(
    ([name, param]) =>
      `| \`${name}\` | ${param.type} | ${cell(leftOutText(param))} | ${cell(paramLike(param))} | ${cell(param.means)} |`,
  );
  return [
    `## ${kind.name}`,
    "",
    `${kind.does[0]!.toUpperCase()}${kind.does.slice(1)}.`,
    "",
    `- aimed at: ${aimText(kind)}`,
    `- proved by: ${kind.proof}`,
    `- heals: ${kind.heals}`,
    ...(needs === undefined ? [] : [`- needs: ${needs}`]),
    ...(others.length === 0 ? [] : [`- never on together with: ${others.join(", ")}`]),
    ...(kind.stepOnly ? ["- part of a lab's steps only (`joins` of a measuring step)"] : []),
    ...(rows.length === 0
      ? []
      : [
          "",
          "| parameter | type | left out | written like | what it means |",
          "|---|---|---|---|---|",
          ...rows,
        ]),
    "",
    ...(example === undefined ? [] : ["```sh", example, "```", ""]),
  ];
}

/** The table of kinds as the page docs/faults.md. */
export function faultsPage(kinds: readonly FaultKind[]): string {
  const rows = kinds.map((kind) => `| [${kind.name}](#${kind.name}) | ${cell(kind.does)} |`);
  return [
    "# Faults",
    "",
    "Made by `./lab faults --markdown > docs/faults.md`: the table that the schema of lab.yaml, `lab break` and this page",
    "read. `./lab faults` says in addition which of them this machine's engine can have.",
    "",
    "A fault is on for a while and then goes away, whatever becomes of us: what will undo it is in the run's journal",
    "before anything is touched. Its effect is proved from inside, and its absence after it. [architecture.md](architecture.md)",
    "says how; [authoring.md](authoring.md) how to add one, and how a lab uses them.",
    "",
    "A second fault of the same kind on the same container is refused while the first one is on.",
    "",
    "| fault | what it does |",
    "|---|---|",
    ...rows,
    "",
    ...kinds.flatMap((kind) => section(kind, kinds)),
    "## Not offered",
    "",
    "- **clock skew**: containers share the host's real-time clock (a time namespace has only monotonic and boot clocks",
    "  of its own), and lying to programs one by one needs a library preloaded in every image.",
    "",
  ].join("\n");
}
