import type { Answer, Question } from "../model/lab.ts";
import type { Unit } from "../model/metrics.ts";
import type { AskedFigure, Guess, Need, Refusal } from "../model/walk.ts";

/** A figure that was read off a table has three digits, and may have been read in a hurry. */
const readWithin = 0.02;

const number = String.raw`\d[\d,]*(?:\.\d+)?|\.\d+`;
const unitWord = String.raw`\s*(%|[a-zA-Z$×배초건회개]+(?:\/(?:s|h|초|시간))?|\/s|\/초)?`;
const between = String.raw`\s*(?:\.\.+|…|–|—|-|~|\bto\b|에서|,?\s+)\s*`;
const single = new RegExp(`^[$<>≈~]?\\s*(${number})${unitWord}$`, "i");
const pair = new RegExp(`^\\$?(${number})${unitWord}${between}\\$?(${number})${unitWord}$`, "i");

const plain = (digits: string): number => Number(digits.replaceAll(",", ""));

/** `58.9`, `1,360/s`, `41.2 %` (a share of 0.412); nothing when it is no number. */
export function readNumber(text: string): { value: number; percent: boolean } | undefined {
  const found = single.exec(text.trim());
  if (!found) return undefined;
  const percent = found[2] === "%";
  return { value: percent ? plain(found[1]!) / 100 : plain(found[1]!), percent };
}

type Read<T> = { value: T } | { refusal: Refusal };

/** A guess as it was typed: `1.5 2.5`, `1.5..2.5`, `20 % to 40 %`, `0.5`, or an option. */
export function readGuess(text: string, need: Extract<Need, { kind: "guess" }>): Read<Guess> {
  const typed = text.trim();
  if (need.ask === "choice") {
    const option = need.options.find((one) => one.toLowerCase() === typed.toLowerCase());
    return option === undefined ? { refusal: "not-an-option" } : { value: option };
  }
  if (need.ask === "number") {
    const read = readNumber(typed);
    if (!read) return { refusal: "not-a-number" };
    return isOff(read.value, need.unit) ? { refusal: "not-a-share" } : { value: read.value };
  }
  const found = pair.exec(typed);
  if (!found) return { refusal: "not-an-interval" };
  // `20 to 40 %` means percent on both sides
  const percent = found[2] === "%" || found[4] === "%";
  const [low, high] = [plain(found[1]!), plain(found[3]!)].map((one) => (percent ? one / 100 : one)) as [
    number,
    number,
  ];
  if (low > high) return { refusal: "low-above-high" };
  return isOff(high, need.unit) ? { refusal: "not-a-share" } : { value: { low, high } };
}

const isOff = (value: number, unit: Unit): boolean => unit === "ratio" && value > 1;

/** Whether what was read off is the figure: as it is shown, in percent or as a share. */
export function isFigure(text: string, { value, unit }: AskedFigure): boolean | undefined {
  const read = readNumber(text);
  if (!read) return undefined;
  const near = (one: number) => Math.abs(one - value) <= readWithin * Math.abs(value);
  return near(read.value) || (unit === "ratio" && !read.percent && near(read.value / 100));
}

/** Whether an answer to a question is right; a refusal when it is none at all. */
export function judgeAnswer(text: string, question: Question): Read<boolean> {
  const typed = text.trim();
  if (question.kind === "choice") {
    const option = question.options.find((one) => one.toLowerCase() === typed.toLowerCase());
    if (option === undefined) return { refusal: "not-an-option" };
    return { value: isAnswer(option, question.answer) };
  }
  if (question.kind === "number" && !readNumber(typed)) return { refusal: "not-a-number" };
  return { value: isAnswer(typed, question.answer) };
}

/** The same word, whatever its case; the same number; or a number of the interval. */
export function isAnswer(text: string, answer: Answer): boolean {
  const read = readNumber(text)?.value;
  if (typeof answer === "object") {
    return read !== undefined && read >= answer.from[0] && read <= answer.from[1];
  }
  if (typeof answer === "number")
    return read !== undefined && Math.abs(read - answer) <= 1e-9 * Math.max(1, Math.abs(answer));
  return text.trim().toLowerCase() === answer.trim().toLowerCase();
}
