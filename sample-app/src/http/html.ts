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

/** A whole page around `content`. */
export function layout(
  title: string,
  content: Markup,
  served: { by: string; user?: string | undefined },
): string {
  const account = served.user
    ? html`<form method="post" action="/logout">${served.user} <button type="submit">Log out</button></form>`
    : html`<a href="/login">Log in</a> <a href="/signup">Sign up</a>`;
  return html`<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="/static/style.css"></head>
<body>
<header><a href="/">Commons</a> <a href="/feed">Feed</a> <a href="/report">Report</a> ${account}</header>
<main>${content}</main>
<footer>Served by <code>${served.by}</code></footer>
</body>
</html>
`.text;
}
