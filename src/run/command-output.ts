import { printable } from "../text/printable.ts";

const mostBytes = 2048;

/** What a command said last, safe to print and at most 2 KiB. */
export function outputTail(text: string): string {
  const safe = Buffer.from(printable(text).trim(), "utf8");
  if (safe.length <= mostBytes) return safe.toString("utf8");
  const mark = "…";
  let from = safe.length - (mostBytes - Buffer.byteLength(mark));
  // not in the middle of a character
  while (((safe[from] ?? 0) & 0xc0) === 0x80) from += 1;
  return mark + safe.subarray(from).toString("utf8");
}

/** The last line of stdout, where that is a number and nothing else. */
export function numberSaid(stdout: string): number | undefined {
  const last = printable(stdout).trimEnd().split("\n").at(-1)?.trim() ?? "";
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(last)) return undefined;
  const value = Number(last);
  return Number.isFinite(value) ? value : undefined;
}
