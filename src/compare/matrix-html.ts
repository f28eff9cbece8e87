import { htmlText } from "../text/escape.ts";
import { htmlFacts, htmlList, htmlPage } from "./html-page.ts";
import type { MatrixResult } from "./matrix-result.ts";
import { type MatrixView, type MatrixViewCell, matrixView, type Survived } from "./matrix-view.ts";

const classes: Record<Survived, string> = {
  yes: "yes",
  no: "no",
  unknown: "doubt",
  invalid: "doubt",
  "not possible": "faint",
};
const words: Partial<Record<Survived, string>> = { yes: "survived", no: "did not survive" };

/** A matrix as one HTML page without anything outside it; readable on a phone, by day and by night. */
export function renderMatrixHtml(result: MatrixResult): string {
  const view = matrixView(result);
  const notes = view.notes.map(({ title, points }) => htmlList(title, points)).join("");
  return htmlPage(
    view.title,
    `${table(view)}
<p class="legend">${htmlText(view.rule)}</p>
${notes}${htmlFacts("Measured with", view.facts)}`,
  );
}

function cellHtml({ survived, figures }: MatrixViewCell, titles: MatrixView["figures"]): string {
  const shown = figures.map((figure, at) => {
    const { title, means } = titles[at]!;
    return `<br><span title="${htmlText(means)}">${htmlText(title)}</span> ${htmlText(figure)}`;
  });
  return `<td><span class="${classes[survived]}">${words[survived] ?? survived}</span>${shown.join("")}</td>`;
}

function table(view: MatrixView): string {
  const header = view.stages.map((stage) => `<th scope="col">${htmlText(stage)}</th>`).join("");
  const rows = view.faults.map(
    ({ label, cells }) =>
      `<tr><th scope="row">${htmlText(label)}</th>${cells.map((cell) => cellHtml(cell, view.figures)).join("")}</tr>`,
  );
  return `<div class="wide" tabindex="0" role="region" aria-label="Faults and stages">
<table>
<thead><tr><td></td>${header}</tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</div>`;
}
