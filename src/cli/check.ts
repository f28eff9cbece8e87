import {
  type CheckedLab,
  checkExitCode,
  checkLabs,
  checkWays,
  claimViews,
  type LabsChecked,
} from "../app/check-labs.ts";
import type { LabVerdict } from "../model/verdict.ts";
import { type Paint, paintWith } from "../text/colour.ts";
import { chooseLanguage, type Language, stringsOf } from "../text/language.ts";
import { alignRows } from "../text/layout.ts";
import { contextFrom } from "./context.ts";
import { exit, printJson } from "./io.ts";
import { problemLines } from "./problems.ts";
import { plainProgress } from "./run-progress.ts";
import type { Verb } from "./verb.ts";

interface CheckFlags {
  run: boolean;
  distances?: boolean;
  json?: boolean;
  lang?: string;
  yes?: boolean;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

/** What became of a run's claims, a line for each strong side and below it one for each weak side. */
export function claimTable(verdict: LabVerdict, language: Language, paint: Paint): string[] {
  const told = (text: string, reasons: readonly string[]) => [text, ...reasons].join(": ");
  const rows = claimViews(verdict, language).flatMap((claim) => {
    const good =
      claim.verdict === "pass" ? paint.good : claim.verdict === "fail" ? paint.bad : paint.doubtful;
    return [
      [claim.id, claim.on, claim.value, claim.expected, good(told(claim.verdictText, claim.reasons))],
      ...claim.controls.map((control) => [
        "",
        control.title,
        control.value,
        "",
        (control.verdict === "failed" ? paint.good : control.verdict === "held" ? paint.bad : paint.doubtful)(
          control.text,
        ),
      ]),
      ...(claim.noControl === undefined ? [] : [["", "", "", "", paint.faint(claim.noControl)]]),
    ];
  });
  return alignRows(rows, [2]);
}

/** How far each bound is from what was recorded, nearest in spreads first. */
export function distanceTable({ distances = [] }: Pick<CheckedLab, "distances">): string[] {
  const short = (value: number | null) => (value === null ? "–" : String(Number(value.toPrecision(3))));
  const nearness = ({ spreads }: { spreads: number | null }) => spreads ?? Number.POSITIVE_INFINITY;
  const rows = distances
    .toSorted((a, b) => nearness(a) - nearness(b))
    .map((one) => [
      one.claim,
      one.bound,
      ...[one.median, one.spread, one.spreads, one.times, one.runs, one.speed].map(short),
      one.slack ?? "",
    ]);
  if (rows.length === 0) return [];
  const header = [
    "claim",
    "bound",
    "median",
    "spread",
    "spreads away",
    "times away",
    "runs",
    "speed",
    "reason",
  ];
  return alignRows([header, ...rows], [2, 3, 4, 5, 6, 7]);
}

function headOf(
  { problems, warnings = [], unwritten = [], verdict, error }: CheckedLab,
  language: Language,
): [string, keyof Paint] {
  if (problems.length > 0) return [counted(problems.length, "problem"), "bad"];
  if (error) return ["was not run to its end", "doubtful"];
  if (!verdict) {
    const left = [
      ...(warnings.length > 0 ? [counted(warnings.length, "warning")] : []),
      ...(unwritten.length > 0 ? [`${counted(unwritten.length, "text")} to be written`] : []),
    ];
    return [["ok", ...left].join("; "), "good"];
  }
  const word = stringsOf(language).verdict[verdict.verdict];
  const paint = verdict.verdict === "pass" ? "good" : verdict.verdict === "fail" ? "bad" : "doubtful";
  return [`${word} (${Math.round(verdict.durationS)} s, ${verdict.runDir})`, paint];
}

/** What a check found, for a terminal: each lab with its problems or its claims, then what is of no single lab. */
export function checkText(checked: LabsChecked, language: Language, paint: Paint, distances = false): string {
  const lines: string[] = [];
  const add = (indent: string, more: readonly string[]) => {
    lines.push(...more.map((line) => indent + line));
  };
  for (const one of checked.labs) {
    const [head, colour] = headOf(one, language);
    add("", [`${paint.strong(one.lab)}: ${paint[colour](head)}`]);
    add("  ", one.problems.flatMap(problemLines));
    add("  ", (one.warnings ?? []).flatMap(problemLines).map(paint.doubtful));
    add("  ", (one.unwritten ?? []).flatMap(problemLines).map(paint.faint));
    if (distances) add("  ", distanceTable(one));
    if (one.error) add("  ", problemLines(one.error));
    if (one.verdict) add("  ", [...one.verdict.reasons, ...claimTable(one.verdict, language, paint)]);
  }
  const { problems, warnings, notes } = checked;
  if (problems.length > 0) add("", [paint.bad(`${counted(problems.length, "problem")} of no single lab`)]);
  add("  ", problems.flatMap(problemLines));
  if (warnings.length > 0) add("", [paint.doubtful(counted(warnings.length, "warning"))]);
  add("  ", warnings.flatMap(problemLines));
  add("", notes.map(paint.faint));
  return lines.map((line) => `${line}\n`).join("");
}

const help = `
Without --no-run each lab that has no problems is also run quickly: its claims must hold on their strong sides and
fail on their weak ones.
Exit: 0 fine, 1 a claim failed or a control held, 2 problems in the files or usage, 3 invalid, unknown or
environment.
Examples: ./lab check --no-run
          ./lab check --no-run --distances 04
          ./lab check 04 05
`;

/** `lab check [N…]`: are the labs whole, and do they prove what they claim? */
export const check: Verb = (program, io) => {
  program
    .command("check")
    .argument("[labs...]", "numbers (4, 04) or ids (04-scale-out); every lab when left out")
    .description(
      "check labs, their texts, ideas and stages, and that their claims hold and fail where they must",
    )
    .option("--no-run", "only what needs no engine")
    .option("--distances", "how far each bound is from what was recorded, in spreads and in times")
    .option("--json", "as JSON on stdout")
    .option("--lang <language>", "en or ko")
    .option("-y, --yes", "do not ask before downloading")
    .addHelpText("after", help)
    .action(async (labs: string[], flags: CheckFlags) => {
      const language = chooseLanguage(flags.lang, io.env);
      const progress = plainProgress(io);
      const context = { ...contextFrom(io, flags), say: progress.say };
      const onLab = (lab: string, at: number, of: number) => progress.say(`lab ${at} of ${of}: ${lab}`);
      const ways = await checkWays(context, progress);
      const checked = await checkLabs(context, { labs, run: flags.run, onLab }, ways);
      const code = io.signal.aborted ? exit.interrupted : checkExitCode(checked);
      if (flags.json) printJson(io, { ok: code === exit.pass, ...checked });
      else io.out(checkText(checked, language, paintWith(io.colour), flags.distances));
      io.setExitCode(code);
    });
};
