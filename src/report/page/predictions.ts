import type { Prediction } from "../../model/walk.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatFigure, formatNumber, formatValue, noFigure } from "../../text/numbers.ts";
import type { RunRecord } from "../run-record.ts";
import { numberHead, rowHead, table } from "./cells.ts";
import { signOf } from "./claims.ts";

/** What the learner expected beside what came out; nothing when nobody predicted anything. */
export function predictionsSection({ predictions }: RunRecord, language: Language): Html | undefined {
  if (predictions.length === 0) return undefined;
  const strings = stringsOf(language).page.predictions;
  const scored = predictions.some(({ score }) => score !== null);
  const rows = predictions.map(
    (one) =>
      html`<tr>${rowHead(subjectText(one))}<td class="number">${answerText(one, language)}</td><td class="number">${measuredText(one, language)}</td><td>${outcome(one, language)}</td>${
        scored ? html`<td class="number">${scoreText(one, language)}</td>` : undefined
      }</tr>
`,
  );
  const header = [
    strings.question,
    numberHead(strings.answer),
    numberHead(strings.measured),
    strings.outcome,
    ...(scored ? [numberHead(strings.score)] : []),
  ];
  return html`<section id="predictions" aria-labelledby="predictions-h"><h2 id="predictions-h">${strings.title}</h2>
<p class="lead">${strings.lead}</p>
${table(strings.title, header, rows)}</section>
`;
}

const scoreText = ({ score }: Prediction, language: Language): string =>
  score === null ? noFigure : formatNumber(score, language);

const subjectText = ({ metric, of, on, during }: Prediction): string =>
  `${metric}${of === undefined ? "" : ` (${of})`}, ${on}, ${during}`;

function answerText({ guess, unit }: Prediction, language: Language): string {
  if (typeof guess === "string") return guess;
  const value = (number: number) => formatValue(number, unit, language);
  if (typeof guess === "number") return value(guess);
  return stringsOf(language).page.predictions.interval(value(guess.low), value(guess.high));
}

const measuredText = ({ value, unit, atLeast, atMost }: Prediction, language: Language): string =>
  formatFigure({ value, unit, atLeast, atMost }, language);

function outcome({ held: met }: Prediction, language: Language): Html {
  const strings = stringsOf(language).page.predictions;
  const [verdict, words] =
    met === null
      ? (["unknown", strings.open] as const)
      : met
        ? (["pass", strings.met] as const)
        : (["fail", strings.missed] as const);
  const { sign, tone } = signOf[verdict];
  return html`<span class="${tone}"><span aria-hidden="true">${sign}</span> ${words}</span>`;
}
