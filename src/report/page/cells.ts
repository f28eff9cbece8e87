import type { Measurement } from "../../model/measurement.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatFigure, noFigure } from "../../text/numbers.ts";

/** What names a figure of measurements.json on the page, so that it can be read back. */
export function figureMarks(one: Measurement): Html {
  const of = one.of === undefined ? undefined : html` data-of="${one.of}"`;
  return html` data-metric="${one.metric}"${of} data-step="${one.step}" data-on="${one.on}" data-repeat="${one.repeat}" data-phase="${one.phase}" data-value="${one.value ?? ""}"`;
}

/** A cell with a figure; why there is none is told where the reader asks for it. */
export function figureCell(one: Measurement | undefined, language: Language): Html {
  if (one === undefined) return html`<td class="number">${noFigure}</td>`;
  const why =
    one.value === null && one.reason ? html` title="${stringsOf(language).reason(one.reason)}"` : undefined;
  return html`<td class="number"${figureMarks(one)}${why}>${formatFigure(one, language)}</td>`;
}

/** A share as text on a bar of that length. */
export function shareCell(one: Measurement | undefined, language: Language): Html {
  if (one?.value == null) return figureCell(one, language);
  const percent = Math.round(Math.min(1, Math.max(0, one.value)) * 1000) / 10;
  return html`<td class="number bar" style="--part: ${percent}%"${figureMarks(one)}>${formatFigure(one, language)}</td>`;
}

/** A table that scrolls by itself where the screen is narrow; a reader without a mouse can scroll it, too. */
export function table(caption: string, header: readonly (string | Html)[], rows: readonly Html[]): Html {
  const heads = header.map((one) => (typeof one === "string" ? html`<th scope="col">${one}</th>` : one));
  return html`<div class="wide" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${rows}</tbody></table></div>
`;
}

/** The header of a column of numbers. */
export const numberHead = (text: string): Html => html`<th scope="col" class="number">${text}</th>`;

/** The first cell of a row, which names it. */
export const rowHead = (text: string): Html => html`<th scope="row">${text}</th>`;
