import { readFileSync, statSync } from "node:fs";
import { messageOf, type Problem } from "../../model/errors.ts";

/** A lab file is a few pages long; anything larger is a mistake or an attack. */
export const maxBytes = 256 * 1024;

/** A text file's content, or why it cannot be had. `next` is what to do when the file is missing. */
export function readText(file: string, next?: string): { text: string } | { problem: Problem } {
  const missing = { problem: { what: "no such file", place: { file }, ...(next !== undefined && { next }) } };
  try {
    const stat = statSync(file);
    if (!stat.isFile()) return { problem: { what: "is not a file", place: { file } } };
    if (stat.size > maxBytes) {
      const size = `${Math.ceil(stat.size / 1024)} KiB`;
      return {
        problem: { what: `is ${size} long; at most ${maxBytes / 1024} KiB are read`, place: { file } },
      };
    }
    return { text: readFileSync(file, "utf8") };
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return missing;
    return { problem: { what: `cannot be read: ${messageOf(thrown)}`, place: { file } } };
  }
}
