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
    return decoded(file, readFileSync(file));
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === "ENOENT") return missing;
    return { problem: { what: `cannot be read: ${messageOf(thrown)}`, place: { file } } };
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** UTF-8, with or without a byte-order mark; anything else would be read as other letters than were written. */
function decoded(file: string, bytes: Buffer): { text: string } | { problem: Problem } {
  const next = "save it as UTF-8; iconv -f CP949 -t UTF-8 turns a Korean one into it";
  if (/^(\xff\xfe|\xfe\xff)/.test(bytes.toString("latin1", 0, 2)))
    return { problem: { what: "is UTF-16, not UTF-8", place: { file, line: 1, column: 1 }, next } };
  try {
    return { text: utf8.decode(bytes) };
  } catch {
    const before = bytes.toString("utf8").split("\ufffd", 1)[0]!.split("\n");
    const place = { file, line: before.length, column: before.at(-1)!.length + 1 };
    return { problem: { what: "is not UTF-8 from here on", place, next } };
  }
}
