import {
  type Coverage,
  type CoveredIdea,
  coverage as coverLabs,
  type IdeaStatus,
  ideaStatuses,
  type Totals,
} from "../app/coverage.ts";
import { type Paint, paintWith } from "../text/colour.ts";
import { chooseLanguage, type Language } from "../text/language.ts";
import { alignRows } from "../text/layout.ts";
import { printableLine } from "../text/printable.ts";
import { projectRoot } from "./context.ts";
import { exit, printJson } from "./io.ts";
import type { Verb } from "./verb.ts";

const colours: Record<IdeaStatus, keyof Paint> = {
  proved: "good",
  told: "strong",
  missing: "bad",
  open: "faint",
};

/** Ideas that nothing treats yet, whether or not their lab is there. */
const untreated = ({ status }: CoveredIdea): boolean => status === "missing" || status === "open";

function whereText({ status, lab, sidebar, claims, steps }: CoveredIdea): string {
  const planned = `${sidebar ? "a sidebar of " : ""}lab ${lab}`;
  if (status === "missing") return `missing in ${planned}`;
  if (status === "open") return `planned for ${planned}`;
  const parts = [
    ...(claims.length > 0 ? [`claims ${claims.join(", ")}`] : []),
    ...(steps.length > 0 ? [`${sidebar ? "sidebars" : "steps"} ${steps.join(", ")}`] : []),
  ];
  return parts.join("; ");
}

function totalsTable({ sources, tracks, total }: Coverage, language: Language): string[] {
  const cells = (totals: Totals) =>
    [totals.ideas, ...ideaStatuses.map((status) => totals[status])].map(String);
  const rows = [
    ["", "ideas", ...ideaStatuses],
    ...sources.map((one) => [`${one.source} ${printableLine(one.title[language])}`, ...cells(one)]),
    ...tracks.map((one) => [`track ${one.track}: ${printableLine(one.title[language])}`, ...cells(one)]),
    ["all", ...cells(total)],
  ];
  return alignRows(rows, [1, 2, 3, 4, 5]);
}

/** Every idea (or only those that nothing treats) below its source, then the totals. */
export function coverageText(
  covered: Coverage,
  { language, open, paint }: { language: Language; open: boolean; paint: Paint },
): string {
  const shown = covered.ideas.filter((idea) => !open || untreated(idea));
  const lines = covered.sources.flatMap(({ source, title }) => {
    const ideas = shown.filter((idea) => idea.source === source);
    if (ideas.length === 0) return [];
    return [
      paint.strong(`${source} ${printableLine(title[language])}`),
      ...ideas.flatMap((idea) => [
        `  ${paint[colours[idea.status]](idea.status.padEnd(7))}  ${idea.id} (${printableLine(idea.section)})`,
        `           ${printableLine(idea.says[language])}`,
        `           ${paint.faint(whereText(idea))}`,
      ]),
      "",
    ];
  });
  return [...lines, ...totalsTable(covered, language)].map((line) => `${line}\n`).join("");
}

const help = `
proved: a claim is about it. told: only texts treat it. missing: its lab is there but does not treat it. open: its lab
is still to come.
Exit: 0 nothing is missing, 1 something is, 2 a lab or labs/ideas.yaml is broken.
Example: ./lab coverage --open
`;

/** `lab coverage`: every idea of the sources, and what treats it. */
export const coverage: Verb = (program, io) => {
  program
    .command("coverage")
    .description("every idea of the sources with the claims, steps and sidebars that treat it")
    .option("--open", "only ideas that nothing treats yet")
    .option("--json", "as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .addHelpText("after", help)
    .action((flags: { open?: boolean; json?: boolean; lang?: string }) => {
      const language = chooseLanguage(flags.lang, io.env);
      const open = flags.open === true;
      const covered = coverLabs(projectRoot);
      io.setExitCode(covered.total.missing > 0 ? exit.fail : exit.pass);
      if (flags.json) {
        const ideas = open ? covered.ideas.filter(untreated) : covered.ideas;
        return printJson(io, { ...covered, ideas });
      }
      io.out(coverageText(covered, { language, open, paint: paintWith(io.colour) }));
    });
};
