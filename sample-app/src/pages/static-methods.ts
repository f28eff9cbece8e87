import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { Refusal, type Reply } from "../http/reply.ts";
import type { Answer } from "../http/routes.ts";
import type { Visit } from "../http/visit.ts";
import { openedFile } from "../store/opened-file.ts";

const types: Record<string, string> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".svg": "image/svg+xml",
};
const cacheControl = "public, max-age=60";

/** Answers for one file of the folder. */
export type StaticMethod = (name: string, visit: Visit) => Answer | Promise<Answer>;

/** Of the second it changed in and its size: made without reading it. */
function etagOf({ mtimeMs, size }: Pick<Stats, "mtimeMs" | "size">): string {
  return `"${Math.trunc(mtimeMs / 1000).toString(36)}-${size.toString(36)}"`;
}

function headersOf(name: string, stats: Stats): Record<string, string> {
  return {
    "content-type": types[extname(name)] ?? "application/octet-stream",
    "cache-control": cacheControl,
    etag: etagOf(stats),
  };
}

/** A copy that is still good is not sent again. */
function notModified(headers: Record<string, string>): Reply {
  return { status: 304, headers: { "cache-control": headers["cache-control"]!, etag: headers.etag! } };
}

/** From memory: each file is read once, at the start. */
async function fromMemory(folder: string, names: ReadonlySet<string>): Promise<StaticMethod> {
  const files = new Map<string, Reply & { headers: Record<string, string> }>();
  for (const name of names) {
    const path = join(folder, name);
    files.set(name, {
      status: 200,
      headers: headersOf(name, await stat(path)),
      body: await readFile(path),
    });
  }
  return (name, visit) => {
    const file = files.get(name)!;
    return visit.ifNoneMatch === file.headers.etag ? notModified(file.headers) : file;
  };
}

/** From the disk: each request looks at the file, opens it, and sends it as it is read. */
async function streamed(folder: string): Promise<StaticMethod> {
  const gone = (visit: Visit) => new Refusal(404, "not-found", `there is no ${visit.path}`);
  return async (name, visit) => {
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (!stats) throw gone(visit);
    const headers = headersOf(name, stats);
    if (visit.ifNoneMatch === headers.etag) return notModified(headers);
    const body = await openedFile(path);
    if (!body) throw gone(visit);
    return { status: 200, headers, body };
  };
}

/** By a framework's handler for static files: `serve-static`, which Express hands out as `express.static`. */
async function byFramework(folder: string): Promise<StaticMethod> {
  // only a server that is to use it pays for loading it
  const { default: serveStatic } = await import("serve-static");
  const handle = serveStatic(folder, {
    // what the other two methods do not say, this one shall not say, either
    acceptRanges: false,
    lastModified: false,
    etag: false,
    cacheControl: false,
    index: false,
    redirect: false,
    setHeaders: (response, path, stats: Stats) => {
      for (const [header, value] of Object.entries(headersOf(path, stats))) response.setHeader(header, value);
    },
  });
  return (name, visit) => ({
    take: (request, response, refuse) => {
      request.url = `/${name}`;
      // it would send all of it again to whoever asks for a fresh look, though his copy is still good
      delete request.headers["cache-control"];
      handle(request, response, (thrown) =>
        refuse(thrown ?? new Refusal(404, "not-found", `there is no ${visit.path}`)),
      );
    },
  });
}

export const staticMethods = { memory: fromMemory, stream: streamed, framework: byFramework };

export type StaticMethodName = keyof typeof staticMethods;
