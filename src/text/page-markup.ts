import { type Block, blocksOf, isRule, rowsOf } from "./blocks.ts";
import { type Html, html } from "./html.ts";
import { printable } from "./printable.ts";

/** The Markdown of a lab's text as markup for a page: paragraphs, lists, code and tables, and nothing else. */
export function pageMarkup(markdown: string): Html {
  const groups: Block[][] = [];
  for (const block of blocksOf(printable(markdown))) {
    const open = groups.at(-1);
    // items of one list stand together
    if (block.kind === "item" && open?.[0]?.kind === "item") open.push(block);
    else groups.push([block]);
  }
  return html`${groups.map(grouped)}`;
}

function grouped(blocks: readonly Block[]): Html {
  const [first] = blocks;
  if (first?.kind === "item") {
    const items = blocks.map(
      (item) => html`<li>${inline(item.lines.join(" "))}</li>
`,
    );
    return first.mark === "-"
      ? html`<ul>${items}</ul>
`
      : html`<ol>${items}</ol>
`;
  }
  if (first?.kind === "code")
    return html`<pre><code>${first.lines.join("\n")}</code></pre>
`;
  if (first?.kind === "table") return tableMarkup(first.lines);
  return html`<p>${inline(first?.lines.join(" ") ?? "")}</p>
`;
}

function tableMarkup(lines: readonly string[]): Html {
  const rows = rowsOf(lines);
  const rule = rows.find(isRule) ?? [];
  const [head = [], ...body] = rows.filter((row) => !isRule(row));
  const right = (at: number) => (rule[at]?.endsWith(":") ? html` class="number"` : undefined);
  const heads = head.map((cell, at) => html`<th scope="col"${right(at)}>${inline(cell)}</th>`);
  const cells = body.map(
    (row) => html`<tr>${row.map((cell, at) => html`<td${right(at)}>${inline(cell)}</td>`)}</tr>
`,
  );
  return html`<div class="wide" tabindex="0"><table><thead><tr>${heads}</tr></thead>
<tbody>
${cells}</tbody></table></div>
`;
}

/** Bold, emphasis and code; a link is its text, for a page leads nowhere outside it. */
function inline(text: string): Html {
  const pieces = text.split(/(`[^`]*`|\*\*[^*]+\*\*|\*[^*\s][^*]*\*|\[[^\]]+\]\([^)]+\))/);
  return html`${pieces.map((piece) => {
    if (/^`[^`]*`$/.test(piece)) return html`<code>${piece.slice(1, -1)}</code>`;
    if (/^\*\*[^*]+\*\*$/.test(piece)) return html`<b>${inline(piece.slice(2, -2))}</b>`;
    if (/^\*[^*\s][^*]*\*$/.test(piece)) return html`<em>${inline(piece.slice(1, -1))}</em>`;
    return piece.replace(/^\[([^\]]+)\]\([^)]+\)$/, "$1");
  })}`;
}
