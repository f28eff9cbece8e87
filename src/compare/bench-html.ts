import { type BenchView, benchView, legend } from "./bench-view.ts";
import { htmlText } from "./escape.ts";
import type { BenchResult } from "./result.ts";

// No script, no request to anywhere: the page is the whole of it.
const policy = "default-src 'none'; style-src 'unsafe-inline'";

const style = `
:root { color-scheme: light dark; --text: #1b1f24; --faint: #59636e; --line: #d1d9e0; --back: #ffffff; --ahead: #1a7f37; --level: #9a6700; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9198a1; --line: #3d444d; --back: #0d1117; --ahead: #4ac26b; --level: #d4a72c; }
}
body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { white-space: nowrap; }
tbody th { position: sticky; left: 0; background: var(--back); font-weight: normal; }
td { white-space: nowrap; } td.says { white-space: normal; min-width: 12rem; color: var(--faint); }
.ahead { color: var(--ahead); font-weight: 600; } .level { color: var(--level); }
p.legend, dt { color: var(--faint); } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
`;

/** The bench as one HTML page without anything outside it; readable on a phone, by day and by night. */
export function renderBenchHtml(result: BenchResult): string {
  const view = benchView(result);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${htmlText(view.title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${htmlText(view.title)}</h1>
${table(view)}
<p class="legend">${htmlText(legend)}</p>
${list("Left out", view.notes)}${list("Not sound", view.unsound)}<h2>Measured with</h2>
<dl>
${view.facts.map(([name, text]) => `<dt>${htmlText(name)}</dt><dd>${htmlText(text)}</dd>`).join("\n")}
</dl>
</body>
</html>
`;
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

function list(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return "";
  return `<h2>${htmlText(title)}</h2>\n<ul>\n${texts.map((text) => `<li>${htmlText(text)}</li>`).join("\n")}\n</ul>\n`;
}
