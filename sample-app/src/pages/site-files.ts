import { createHash, randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Site } from "../config.ts";
import { html } from "../http/html.ts";

/** The name that the files in the folder carry. */
const defaultName = "Commons";

/** A static page of another site: its name, and its links below its base path. */
export function retold(text: string, { name, base }: Pick<Site, "name" | "base">): string {
  return text
    .replaceAll(defaultName, () => html`${name}`.text)
    .replace(/\b(href|action)="\//g, (start) => `${start.slice(0, -1)}${base}/`);
}

/**
 * The folder of static files to serve: the given one, or, for a site of another name or path, a copy with both put in.
 * Copies of one site are the same, so processes that make one at the same time do not disturb each other.
 */
export async function siteFiles(folder: string, site: Pick<Site, "name" | "base">): Promise<string> {
  if (site.name === defaultName && site.base === "") return folder;
  const id = createHash("sha256")
    .update(JSON.stringify([folder, site.name, site.base]))
    .digest("hex");
  const copy = join(tmpdir(), `commons-static-${id.slice(0, 16)}`);
  await mkdir(copy, { recursive: true });
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(folder, entry.name));
    const kept = entry.name.endsWith(".html") ? retold(bytes.toString("utf8"), site) : bytes;
    const draft = join(copy, `.${entry.name}.${randomUUID()}`);
    await writeFile(draft, kept);
    // the same time on every server: their etags agree
    const second = Math.trunc((await stat(join(folder, entry.name))).mtimeMs / 1000);
    await utimes(draft, second, second);
    await rename(draft, join(copy, entry.name));
  }
  return copy;
}
