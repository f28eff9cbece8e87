import type { OpenWalk } from "../../app/guide/open-walk.ts";
import { nextLab, type Standing, standingOf } from "../../app/guide/standing.ts";
import type { AppContext } from "../../app/session.ts";
import { alignRows, wrap } from "../../text/layout.ts";
import { printableLine } from "../../text/printable.ts";
import { guessText } from "./figures.ts";
import type { WalkLayout } from "./layout.ts";

/** Where the learner is, step by step, and how the guesses fare. */
export function statusLines(open: OpenWalk, layout: WalkLayout): string[] {
  const { strings, paint, language } = layout;
  const { walk } = strings;
  const { lab } = open.shown;
  const standing = standingOf(open);
  const rows = standing.steps.map((step) => [
    step.id === standing.at && !standing.over
      ? "▸"
      : step.record.state === "passed"
        ? "✓"
        : step.record.state
          ? "–"
          : "·",
    step.id,
    walk.kinds[step.kind as keyof typeof walk.kinds],
    notesOf(step, layout),
  ]);
  return [
    paint.strong(
      `${lab.number} · ${printableLine(lab.title[language])}: ${walk.status.done(standing.done, standing.of)}`,
    ),
    ...alignRows(rows).map((line) => `  ${line}`),
    ...calibrationLines(standing.calibration, layout),
    "",
    paint.faint(`${walk.status.seed}: ${open.progress.seed}`),
  ];
}

function notesOf({ record }: Standing["steps"][number], layout: WalkLayout): string {
  const { status, points } = layout.strings.walk;
  const { scored, guess, hints = 0, misses = 0 } = record;
  return [
    record.state === "skipped" ? status.skipped : "",
    guess === undefined ? "" : guessText(guess, scored?.unit ?? "count", layout),
    scored?.score == null ? "" : points(scored.score),
    hints > 0 ? status.hintsUsed(hints) : "",
    misses > 0 ? status.misses(misses) : "",
  ]
    .filter(Boolean)
    .join(", ");
}

/** Which share of the guesses held, lab by lab. */
export function calibrationLines(
  { labs, all }: Standing["calibration"],
  { strings, paint, width }: WalkLayout,
): string[] {
  const { walk } = strings;
  if (all.scored === 0) return [];
  const rows = [...labs, all].map((one) => [
    `  ${one.lab ?? walk.calibrationAll}`,
    walk.calibrationRow(one.held, one.scored),
    walk.mean(one.points ?? 0),
  ]);
  return [
    "",
    paint.strong(walk.calibration),
    ...alignRows(labs.length === 1 ? rows.slice(0, 1) : rows),
    ...wrap(walk.calibrationAim, width - 2).map((line) => paint.faint(`  ${line}`)),
  ];
}

/** The end of a lab: how the guesses fared, and where the tour goes on. */
export function endLines(context: Pick<AppContext, "root">, open: OpenWalk, layout: WalkLayout): string[] {
  const { walk } = layout.strings;
  const { lab } = open.shown;
  const next = nextLab(context, lab.id);
  return [
    layout.paint.strong(walk.endOfLab(lab.number)),
    ...calibrationLines(standingOf(open).calibration, layout),
    "",
    next === undefined ? walk.lastLab : walk.nextLab(`./lab start ${Number(next.slice(0, 2))}`),
    walk.reportOf,
  ];
}
