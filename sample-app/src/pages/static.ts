import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { Refusal, type Reply } from "../http/reply.ts";
import type { Handler, RouteTable } from "../http/routes.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
};

/**
 * Serves the files of one folder from memory: `/` and the forms as pages, the rest under `/static/`.
 * Only what was read at the start can be asked for, so no path can lead out of the folder.
 */
export async function staticRoutes(folder: string): Promise<RouteTable> {
  const files = new Map<string, Reply>();
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const body = await readFile(join(folder, entry.name));
    const headers = {
      "content-type": types[extname(entry.name)] ?? "application/octet-stream",
      "cache-control": "public, max-age=60",
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 22)}"`,
    };
    files.set(entry.name, { status: 200, headers, body });
  }
  const serve =
    (nameOf: (rest: string) => string): Handler =>
    (visit) => {
      const file = files.get(nameOf(visit.params.rest ?? ""));
      if (!file) throw new Refusal(404, "not-found", `there is no ${visit.path}`);
      const etag = file.headers!.etag!;
      return visit.ifNoneMatch === etag ? { status: 304, headers: file.headers! } : file;
    };
  return {
    "GET /": serve(() => "index.html"),
    "GET /login": serve(() => "login.html"),
    "GET /signup": serve(() => "signup.html"),
    "GET /static/*": serve((rest) => rest),
  };
}
