import { htmlText } from "./escape.ts";

// No script, no request to anywhere: the page is the whole of it.
const policy = "default-src 'none'; style-src 'unsafe-inline'";

const style = `
:root { color-scheme: light dark; --text: #1b1f24; --faint: #59636e; --line: #d1d9e0; --back: #ffffff; --ahead: #1a7f37; --level: #9a6700; --bad: #cf222e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9198a1; --line: #3d444d; --back: #0d1117; --ahead: #4ac26b; --level: #d4a72c; --bad: #ff7b72; }
}
body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { white-space: nowrap; }
tbody th { position: sticky; left: 0; background: var(--back); font-weight: normal; }
td { white-space: nowrap; } td.says { white-space: normal; min-width: 12rem; color: var(--faint); }
.ahead, .yes { color: var(--ahead); font-weight: 600; } .level, .doubt { color: var(--level); } .no { color: var(--bad); font-weight: 600; }
p.legend, dt, .faint { color: var(--faint); } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
`;

/** A page without anything outside it; `body` is HTML, the title is not. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${htmlText(title)}</title>
<style>${style}</style>
</head>
<body>
<h1>${htmlText(title)}</h1>
${body}</body>
</html>
`;
}

/** A heading and a list of texts; nothing without texts. */
export function htmlList(title: string, texts: readonly string[]): string {
  if (texts.length === 0) return "";
  const items = texts.map((text) => `<li>${htmlText(text)}</li>`).join("\n");
  return `<h2>${htmlText(title)}</h2>\n<ul>\n${items}\n</ul>\n`;
}

/** Names, and what is to be said of each. */
export function htmlFacts(title: string, facts: readonly (readonly [string, string])[]): string {
  const items = facts
    .map(([name, text]) => `<dt>${htmlText(name)}</dt><dd>${htmlText(text)}</dd>`)
    .join("\n");
  return `<h2>${htmlText(title)}</h2>\n<dl>\n${items}\n</dl>\n`;
}
