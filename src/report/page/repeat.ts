import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import type { FinishedRun } from "../finished-run.ts";
import { repeatLines, shortId } from "../repeat-lines.ts";
import { rowHead, table } from "./cells.ts";

/** Command, seed, host, revision and images: what it takes to do the same again. */
export function repeatSection(run: FinishedRun, language: Language): Html {
  const strings = stringsOf(language);
  const page = strings.page.repeat;
  const [[, command] = ["", ""], ...lines] = repeatLines(run, language);
  const facts = [
    [strings.seed, run.plan.seed] as const,
    ...lines.filter(([name]) => name !== strings.images),
  ];
  const images = run.events.find((event) => event.type === "images")?.images ?? [];
  const rows = images.map(
    ({ ref, version, id, origin }) =>
      html`<tr>${rowHead(ref)}<td>${version}</td><td><code>${shortId(id)}</code></td><td>${origin}</td></tr>
`,
  );
  return html`<section id="repeat" aria-labelledby="repeat-h"><h2 id="repeat-h">${page.title}</h2>
<p class="lead">${page.lead}</p>
<pre tabindex="0"><code>${command}</code></pre>
<dl>${facts.map(([name, text]) => html`<dt>${name}</dt><dd>${text}</dd>`)}</dl>
${rows.length > 0 ? table(strings.images, [page.image, page.version, page.id, page.origin], rows) : undefined}</section>
`;
}
