import { keyOf } from "../../model/event.ts";
import { type Html, html } from "../../text/html.ts";
import { stringsOf } from "../../text/language.ts";
import { numberHead, rowHead, shareCell, table } from "./cells.ts";
import { phasesOf, placeOf, type StepParts } from "./step-parts.ts";

/** Which server gave which share of the good answers, in each phase; nothing where a stage has one server only. */
export function shareTable(parts: StepParts): Html | undefined {
  const { step, actions, figures, language } = parts;
  const strings = stringsOf(language);
  const open = actions.filter(({ load }) => load.kind === "open");
  const phases = [...new Set(open.flatMap(phasesOf))];
  const rows = open.flatMap((action) => {
    const servers = parts.partsOf(keyOf(action), "servers.share");
    if (servers.length < 2) return [];
    return servers.map((server) => {
      const shares = phases.map((phase) => figures(keyOf(action), "servers.share", phase, server));
      return html`<tr>${rowHead(placeOf(action, parts))}<td>${server}</td>${shares.map((one) => shareCell(one, language))}</tr>
`;
    });
  });
  if (rows.length === 0) return undefined;
  const { columns, page } = strings;
  const header = [
    columns.stage,
    page.measured.server,
    ...phases.map((phase) => numberHead(strings.phase[phase])),
  ];
  return html`<h4>${page.measured.shares}</h4>
<p class="faint">${page.measured.sharesLead}</p>
${table(`${page.measured.shares}: ${step}`, header, rows)}`;
}
