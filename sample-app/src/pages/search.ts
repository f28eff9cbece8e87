import type { Site } from "../config.ts";
import { html, layout } from "../http/html.ts";
import { json, page, Refusal } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import type { Search } from "../search/find.ts";
import { richText } from "./rich-text.ts";

const pageLength = 10;
const longest = 100;

/** The search page: the ten best posts, as the way says that `by` names, or else the first one. No way, no page. */
export function searchRoutes(searches: ReadonlyMap<string, Search>, site: Site): RouteTable {
  const ways = [...searches.keys()];
  if (ways.length === 0) return {};
  return {
    "GET /search": async (visit) => {
      const words = (visit.query.get("q") ?? "").trim();
      if (words.length > longest) throw new Refusal(400, "bad-q", `q: at most ${longest} characters`);
      const by = visit.query.get("by") ?? ways[0]!;
      const search = searches.get(by);
      if (!search) throw new Refusal(400, "bad-by", `by: ${ways.join(", ")}`);
      const posts = words === "" ? [] : await search.find(words, pageLength);
      if (!visit.wantsHtml) return json(200, { by, posts });
      const found = posts.map(
        ({ id, author, body, at }) =>
          html`<article><p><b>${author}</b> <a href="${site.base}/posts/${id}">${at}</a></p><p>${richText(body)}</p></article>\n`,
      );
      const content = html`<h1>Search</h1><form><input name="q" value="${words}"> <button type="submit">Search</button></form>${found}`;
      return page(200, layout("Search", content, site));
    },
  };
}
