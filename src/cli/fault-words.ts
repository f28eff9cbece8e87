import { LabError } from "../model/errors.ts";
import { readParams } from "../model/fault-params.ts";

const forParam = { name: "fault", params: { for: { means: "how long", type: "duration" } } } as const;
const longestMs = 3_600_000;

/** Milliseconds of `--for`; throws LabError `usage`. */
export function lastsMs(text: string, option = "--for"): number {
  const { params } = readParams(forParam, { for: text });
  if (typeof params.for === "number" && params.for > 0 && params.for <= longestMs) return params.for;
  throw new LabError("usage", `${option} ${text} is no length of time`, {
    next: "write it as 500ms, 10s or 2m; an hour at most",
  });
}

/** `delay=300ms` and the like, as the fault takes them; throws LabError `usage` for a word without a value. */
export function paramWords(words: readonly string[], option = "--param"): Record<string, string> {
  return Object.fromEntries(
    words.map((word) => {
      const at = word.indexOf("=");
      if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
      throw new LabError("usage", `${option} ${word} has no value`, {
        next: `write it as ${option} delay=300ms`,
      });
    }),
  );
}
