import type { Site } from "../config.ts";
import { html, layout } from "../http/html.ts";
import { json, page } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import type { Pair } from "../store/report.ts";

/** The heavy page. */
export function reportRoutes(busiestPairs: () => Promise<Pair[]>, site: Site): RouteTable {
  return {
    "GET /report": async (visit) => {
      const pairs = await busiestPairs();
      if (!visit.wantsHtml) return json(200, { pairs });
      const rows = pairs.map(
        (pair) => html`<tr><td>${pair.one}<td>${pair.other}<td>${pair.posts}<td>${pair.comments}</tr>\n`,
      );
      const content = html`<h1>Who talks with whom</h1>
<table><tr><th>One<th>Other<th>Shared posts<th>Pairs of comments</tr>${rows}</table>`;
      return page(200, layout("Report", content, site));
    },
  };
}
