import { html, Markup } from "../http/html.ts";

const token = /(https?:\/\/[^\s<>"']+)|@([a-z][a-z0-9_]{2,31})|#([\p{L}\p{N}_]{2,40})|(\n)/gu;
/** Words proper: no @members, no #tags. */
const word = /(?<![@#\p{L}\p{N}_])\p{L}{4,}(?![\p{N}_])/gu;

/** What people typed, as markup: links, @members, #tags and line breaks; the rest is escaped. */
export function richText(text: string): Markup {
  let out = "";
  let from = 0;
  for (const found of text.matchAll(token)) {
    const [whole, link, member, tag] = found;
    out += html`${text.slice(from, found.index)}`.text;
    from = found.index + whole.length;
    if (link) out += html`<a rel="nofollow" href="${link}">${link}</a>`.text;
    else if (member) out += html`<b>@${member}</b>`.text;
    else if (tag) out += html`<em>#${tag}</em>`.text;
    else out += "<br>";
  }
  return new Markup(out + html`${text.slice(from)}`.text);
}

/** The words (of four letters or more) that most of these texts use, most used first, ties by the alphabet. */
export function trendingWords(texts: readonly string[], count: number): string[] {
  const uses = new Map<string, number>();
  for (const text of texts) {
    // a word counts once a text: nobody shouts himself into the list
    for (const one of new Set(text.toLowerCase().match(word))) uses.set(one, (uses.get(one) ?? 0) + 1);
  }
  return [...uses]
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))
    .slice(0, count)
    .map(([name]) => name);
}
