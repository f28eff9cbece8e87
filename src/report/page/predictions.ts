import type { Prediction } from "../../model/prediction.ts";
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
  const scored = predictions.some(({ score }) => score !== undefined);
  const rows = predictions.map(
    (one) =>
      html`<tr>${rowHead(one.asks[language])}<td class="number">${answerText(one, language)}</td><td class="number">${measuredText(one, language)}</td><td>${outcome(one, language)}</td>${
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
  score === undefined ? noFigure : formatNumber(score, language);

function answerText({ answer, unit }: Prediction, language: Language): string {
  if (typeof answer === "string") return answer;
  const value = (number: number) => formatValue(number, unit ?? "count", language);
  if (typeof answer === "number") return value(answer);
  return stringsOf(language).page.predictions.interval(value(answer.low), value(answer.high));
}

function measuredText({ measured, unit, atLeast }: Prediction, language: Language): string {
  if (typeof measured === "string") return measured;
  return formatFigure({ value: measured, unit: unit ?? "count", atLeast }, language);
}

function outcome({ met }: Prediction, language: Language): Html {
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
