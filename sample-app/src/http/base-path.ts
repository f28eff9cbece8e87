import { Refusal, type Reply } from "./reply.ts";
import type { Handler } from "./routes.ts";

/** Checks come from inside, past any proxy: they stay where they are. */
const atTheRootToo = new Set(["/healthz", "/readyz"]);

/**
 * The site below a path such as `/shop`: a proxy that has several sites behind it passes the full path on, and what
 * comes before ours is taken off here. An empty base leaves all as it is.
 */
export function underBasePath(base: string, route: Handler): Handler {
  if (base === "") return route;
  return (visit) => {
    if (atTheRootToo.has(visit.path)) return route(visit);
    // relative links on the first page need the slash
    if (visit.path === base) return { status: 308, headers: { location: `${base}/` } } satisfies Reply;
    if (!visit.path.startsWith(`${base}/`)) {
      throw new Refusal(404, "not-found", `there is no ${visit.path}: the site is below ${base}/`);
    }
    visit.path = visit.path.slice(base.length);
    return route(visit);
  };
}
