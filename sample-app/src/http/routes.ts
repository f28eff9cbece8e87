import { Refusal, type Reply, type Taken } from "./reply.ts";
import type { Visit } from "./visit.ts";

/** What a handler answers: a reply, or somebody who writes one. */
export type Answer = Reply | Taken;

export type Handler = (visit: Visit) => Answer | Promise<Answer>;

/** `GET /posts/:id` and the like -> handler; `/static/*` matches the rest into `params.rest`. */
export type RouteTable = Record<string, Handler>;

interface Route {
  parts: string[];
  handlers: Map<string, Handler>;
}

/** Finds a route's handler: a table look-up for fixed paths, a short list for those with parameters. */
export function createRouter(table: RouteTable): Handler {
  const fixed = new Map<string, Map<string, Handler>>();
  const patterns: Route[] = [];
  for (const [route, handler] of Object.entries(table)) {
    const [method, path] = route.split(" ") as [string, string];
    const isPattern = path.includes("/:") || path.endsWith("/*");
    let handlers = isPattern
      ? patterns.find((known) => `/${known.parts.join("/")}` === path)?.handlers
      : fixed.get(path);
    if (!handlers) {
      handlers = new Map();
      if (isPattern) patterns.push({ parts: path.slice(1).split("/"), handlers });
      else fixed.set(path, handlers);
    }
    handlers.set(method, handler);
  }

  return (visit) => {
    let handlers = fixed.get(visit.path);
    if (!handlers) {
      for (const route of patterns) {
        const params = match(route.parts, visit.path);
        if (!params) continue;
        handlers = route.handlers;
        visit.params = params;
        break;
      }
    }
    if (!handlers) throw new Refusal(404, "not-found", `there is no ${visit.path}`);
    const handler = handlers.get(visit.method === "HEAD" ? "GET" : visit.method);
    if (!handler) {
      const allow = [...handlers.keys()].join(", ");
      throw new Refusal(405, "method-not-allowed", `${visit.path} takes ${allow}`, { allow });
    }
    return handler(visit);
  };
}

function match(parts: readonly string[], path: string): Record<string, string> | undefined {
  const given = path.slice(1).split("/");
  const open = parts.at(-1) === "*";
  if (open ? given.length < parts.length : given.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i]!;
    if (part === "*") params.rest = given.slice(i).join("/");
    else if (part.startsWith(":")) params[part.slice(1)] = given[i]!;
    else if (part !== given[i]) return undefined;
  }
  return params;
}
