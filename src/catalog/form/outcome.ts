/** What the lint knows of a language. */
export interface Tense {
  /** The sentences of a paragraph. */
  sentences: RegExp;
  /** Where a sentence's main clause is in the past; nothing when it is not, or cannot be known. */
  past(sentence: string): number | undefined;
  /** A figure with its unit. */
  figure: RegExp;
  /** The sentence speaks of another time or another lab. */
  elsewhere: RegExp;
  /** What only somebody writes who has seen the figures. */
  markers: { pattern: RegExp; tells: string }[];
}

/** A place at which a text tells the outcome. `line` counts from 0 within what was looked at. */
export interface Outcome {
  line: number;
  tells: string;
}

/** An author who knows better: `<!-- no outcome: the reason -->` on the line, or on the one above. */
const spared = /<!--\s*no outcome:\s*\S[^>]*-->/;

/**
 * Where a text that is read before a measurement tells what it will show: the past tense beside a figure, or about one of
 * the stages that are measured; and words that only somebody writes who has seen the figures. It cannot know everything,
 * and where it cannot it says nothing: an outcome in the present tense passes.
 */
export function outcomesIn(written: readonly string[], tense: Tense, stages: readonly string[]): Outcome[] {
  const named = new RegExp(`[\`*](?:${stages.map(escaped).join("|")})[\`*]`);
  return paragraphsOf(written).flatMap((paragraph) => {
    const whole = paragraph.lines.map((line) => line.replace(/<!--.*?-->/g, "")).join("\n");
    const aboutStage = stages.length > 0 && named.test(whole);
    // names are no words: `was-alone`
    const text = whole.replace(/`[^`]*`|\*\*[\w-]+\*\*/g, (name) => "\u00b7".repeat(name.length));
    return [...text.matchAll(tense.sentences)].flatMap((found) => {
      const told = toldIn(found[0], tense, aboutStage);
      if (!told) return [];
      const line = paragraph.from + text.slice(0, found.index + told.at).split("\n").length - 1;
      const silent = spared.test(written[line] ?? "") || isAlone(written[line - 1]);
      return silent ? [] : [{ line, tells: told.tells }];
    });
  });
}

const isAlone = (line: string | undefined): boolean =>
  line !== undefined && spared.test(line) && line.replace(/<!--.*?-->/g, "").trim() === "";

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function toldIn(
  sentence: string,
  tense: Tense,
  aboutStage: boolean,
): { at: number; tells: string } | undefined {
  if (tense.elsewhere.test(sentence)) return undefined;
  for (const { pattern, tells } of tense.markers) {
    const found = pattern.exec(sentence);
    if (found) return { at: found.index, tells };
  }
  const at = tense.past(sentence);
  if (at === undefined || sentence.trim().endsWith("?")) return undefined;
  if (tense.figure.test(sentence)) return { at, tells: "gives a figure in the past tense" };
  return aboutStage ? { at, tells: "says in the past tense what a stage did" } : undefined;
}

/** Runs of lines of prose; a list's items each on their own, no code and no tables. */
function paragraphsOf(written: readonly string[]): { from: number; lines: string[] }[] {
  const paragraphs: { from: number; lines: string[] }[] = [];
  let fenced = false;
  let open = false;
  written.forEach((line, index) => {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      open = false;
      return;
    }
    if (fenced || line.trim() === "" || /^\s*\||^ {4}\S/.test(line)) {
      open = false;
      return;
    }
    if (!open || /^\s*([-*]|\d+\.)\s/.test(line)) paragraphs.push({ from: index, lines: [] });
    paragraphs.at(-1)!.lines.push(line);
    open = true;
  });
  return paragraphs;
}
