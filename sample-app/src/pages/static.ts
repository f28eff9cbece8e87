import { readdir } from "node:fs/promises";
import { Refusal } from "../http/reply.ts";
import type { Handler, RouteTable } from "../http/routes.ts";
import { type StaticMethod, type StaticMethodName, staticMethods } from "./static-methods.ts";

/**
 * Serves the files of one folder: `/` and the forms as pages, the rest under `/static/`.
 * Only what was in the folder at the start can be asked for, so no path can lead out of it.
 */
export async function staticRoutes(folder: string, method: StaticMethodName): Promise<RouteTable> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = new Set(
    entries.filter((entry) => entry.isFile() && !entry.name.startsWith(".")).map((entry) => entry.name),
  );
  const answer: StaticMethod = await staticMethods[method](folder, names);
  const serve =
    (nameOf: (rest: string) => string): Handler =>
    (visit) => {
      const name = nameOf(visit.params.rest ?? "");
      if (!names.has(name)) throw new Refusal(404, "not-found", `there is no ${visit.path}`);
      return answer(name, visit);
    };
  return {
    "GET /": serve(() => "index.html"),
    "GET /login": serve(() => "login.html"),
    "GET /signup": serve(() => "signup.html"),
    "GET /static/*": serve((rest) => rest),
  };
}
