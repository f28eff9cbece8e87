import { diffArrays } from "diff";
import { asYaml } from "./text-diff.ts";

/** What one side says in a place, and the other; absent where it says nothing. */
export interface TextChange {
  before?: string;
  after?: string;
}

/** A value as text that can be split into words. */
export const textOf = (value: unknown): string => (typeof value === "string" ? value : asYaml(value));

/**
 * Two values as the runs of lines (of a text) or items (of a list) that changed, each run once. Comments, and
 * lines without a word, say nothing; each `--option=` of a list is a run of its own.
 */
export function lineChanges(a: unknown, b: unknown): TextChange[] {
  const runs = diffArrays(linesOf(a), linesOf(b));
  const changes: TextChange[] = [];
  let [gone, come]: [string[], string[]] = [[], []];
  const close = () => {
    changes.push(...byOption(gone, come));
    [gone, come] = [[], []];
  };
  for (const { removed, added, value } of runs) {
    if (removed) gone.push(...value);
    else if (added) come.push(...value);
    else close();
  }
  close();
  return changes;
}

function linesOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((item) => textOf(item).trim());
  const lines = String(value).split("\n");
  return lines
    .map((line) => line.trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line) && !line.startsWith("#"));
}

const optionOf = (line: string): string | undefined => /^(--[\w-]+)=/.exec(line)?.[1];

function byOption(gone: readonly string[], come: readonly string[]): TextChange[] {
  const options = [...new Set([...gone, ...come].map(optionOf))];
  return options.map((option) => {
    const [before, after] = [gone, come].map((lines) =>
      lines.filter((line) => optionOf(line) === option).join("\n"),
    );
    return { ...(before && { before }), ...(after && { after }) };
  });
}

const wordsIn = (text: string): string[] => text.match(/[\p{L}\p{N}_][\p{L}\p{N}_.-]*/gu) ?? [];

/** Words that one of two texts has more often than the other. */
export function changedWords(before: string, after: string): string[] {
  const counts = new Map<string, number>();
  for (const word of wordsIn(before)) counts.set(word, (counts.get(word) ?? 0) - 1);
  for (const word of wordsIn(after)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].filter(([, more]) => more !== 0).map(([word]) => word);
}
