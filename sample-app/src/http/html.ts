import type { Site } from "../config.ts";

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  // most texts have nothing to escape, and testing is cheaper than replacing
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, (c) => entities[c]!) : text;
}

/** Markup that is safe as it stands; only `html` makes it. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | readonly Markup[];

/** A template whose values are escaped unless they are markup themselves. */
export function html(literals: TemplateStringsArray, ...values: Part[]): Markup {
  let text = literals[0]!;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (value instanceof Markup) text += value.text;
    else if (typeof value === "object") for (const markup of value) text += markup.text;
    else text += escaped(String(value));
    text += literals[i + 1]!;
  }
  return new Markup(text);
}

/** A whole page around `content`, as this user sees it. */
export function layout(title: string, content: Markup, site: Site, user?: string): string {
  const account = user
    ? html`<form method="post" action="${site.base}/logout">${user} <button type="submit">Log out</button></form>`
    : html`<a href="${site.base}/login">Log in</a> <a href="${site.base}/signup">Sign up</a>`;
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="${site.base}/static/style.css"></head>
<body>
<header><a href="${site.base}/">${site.name}</a> <a href="${site.base}/feed">Feed</a> <a href="${site.base}/report">Report</a> ${account}</header>
<main>${content}</main>
<footer>Served by <code>${site.server}</code></footer>
</body>
</html>
`.text;
}
