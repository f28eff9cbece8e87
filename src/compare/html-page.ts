import { htmlText } from "../text/escape.ts";
import { htmlDocument } from "../text/html-document.ts";

const style = `
body { max-width: 70rem; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.1rem; }
td { white-space: nowrap; } td.says { white-space: normal; min-width: 12rem; color: var(--faint); }
.ahead, .yes { color: var(--good); font-weight: 600; } .level, .doubt { color: var(--doubt); } .no { color: var(--bad); font-weight: 600; }
p.legend, dt, .faint { color: var(--faint); } dd { margin: 0 0 .5rem; overflow-wrap: anywhere; }
`;

/** A page of compared figures; `body` is HTML, the title is not. */
export function htmlPage(title: string, body: string): string {
  const whole = `<h1>${htmlText(title)}</h1>\n${body}`;
  return htmlDocument({ title, language: "en", style, body: whole });
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
