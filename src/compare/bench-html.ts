import { htmlText } from "../text/escape.ts";
import { type BenchView, benchView, legend } from "./bench-view.ts";
import { htmlFacts, htmlList, htmlPage } from "./html-page.ts";
import type { BenchResult } from "./result.ts";

/** The bench as one HTML page without anything outside it; readable on a phone, by day and by night. */
export function renderBenchHtml(result: BenchResult): string {
  const view = benchView(result);
  return htmlPage(
    view.title,
    `${table(view)}
<p class="legend">${htmlText(legend)}</p>
${htmlList("Left out", view.notes)}${htmlList("Not sound", view.unsound)}${htmlFacts("Measured with", view.facts)}`,
  );
}

const marks = { "": "", ahead: " *", level: " ~" } as const;

function table(view: BenchView): string {
  const header = view.stages.map((stage) => `<th scope="col">${htmlText(stage)}</th>`).join("");
  const rows = view.lines.map(({ title, means, cells, says }) => {
    const shown = cells.map(
      ({ text, mark }) => `<td${mark ? ` class="${mark}"` : ""}>${htmlText(text)}${marks[mark]}</td>`,
    );
    return `<tr><th scope="row" title="${htmlText(means)}">${htmlText(title)}</th>${shown.join("")}<td class="says">${htmlText(says)}</td></tr>`;
  });
  return `<div class="wide" tabindex="0" role="region" aria-label="Figures">
<table>
<thead><tr><td></td>${header}<th scope="col">which is better</th></tr></thead>
<tbody>
${rows.join("\n")}
</tbody>
</table>
</div>`;
}
