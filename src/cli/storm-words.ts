import type { PlannedStrike, StormKind, StormWish } from "../app/storm.ts";
import { LabError } from "../model/errors.ts";
import { wholeNumber } from "./bench.ts";
import { lastsMs, paramWords } from "./fault-words.ts";

/** The verb's words, not yet checked. */
export interface StormFlags {
  run?: string;
  seed?: string;
  for?: string;
  every?: string;
  within?: string;
  faults?: string;
  atMost: string;
  at: string[];
}

const atForm = "write it as --at '5s app-1 latency for 3s delay=100ms'";
const faultsForm = "write it as --faults kill,pause or --faults 'kill, latency delay=100ms'";

const whole = `(?:[^'"]|'[^']*'|"[^"]*")*$`;
const balanced = new RegExp(`^${whole}`);
/** What follows is outside of quotes. */
const outside = `(?=${whole})`;
const comma = new RegExp(`,${outside}`);
const space = new RegExp(`\\s+${outside}`);

/** Words of one fault; quotes keep a value with spaces or commas together. */
function wordsOf(text: string): string[] {
  return text
    .trim()
    .split(space)
    .map((word) => word.replace(/(['"])(.*?)\1/gs, "$2"))
    .filter((word) => word !== "");
}

function checkQuotes(option: string, text: string, next: string): void {
  if (!balanced.test(text))
    throw new LabError("usage", `${option} "${text}": a quote is not closed`, { next });
}

/** `5s app-1 kill for 3s delay=100ms`: a fault at its time. */
function scheduledOf(text: string): PlannedStrike {
  checkQuotes("--at", text, atForm);
  const [at, target, kind, link, lasts, ...params] = wordsOf(text);
  if (
    at === undefined ||
    target === undefined ||
    kind === undefined ||
    link !== "for" ||
    lasts === undefined
  ) {
    throw new LabError("usage", `--at "${text}" is no fault at a time`, { next: atForm });
  }
  return {
    // at once is a time, though no length of time
    atMs: /^0+(ms|s|m)$/.test(at) ? 0 : lastsMs(at, "--at"),
    forMs: lastsMs(lasts, `--at "${text}": for`),
    kind,
    target,
    params: paramWords(params, `--at "${text}":`),
  };
}

/** `kill,pause` or `kill, latency delay=100ms`: kinds that may be drawn. */
function kindsOf(text: string): StormKind[] {
  checkQuotes("--faults", text, faultsForm);
  return text.split(comma).map((piece) => {
    const [kind, ...params] = wordsOf(piece);
    if (kind === undefined) {
      throw new LabError("usage", `--faults "${text}" holds a fault without a name`, { next: faultsForm });
    }
    return params.length === 0 ? { kind } : { kind, params: paramWords(params, "--faults") };
  });
}

function namesOf(text: string): string[] {
  const names = text.split(",").map((name) => name.trim());
  if (names.every((name) => name !== "")) return [...new Set(names)];
  throw new LabError("usage", `--within "${text}" holds a server without a name`, {
    next: "write it as --within app-1,app-2",
  });
}

/** Reads the words of `lab storm`; throws LabError `usage` that says which are wrong. */
export function stormWish(flags: StormFlags): StormWish {
  return {
    ...(flags.run !== undefined && { run: flags.run }),
    ...(flags.seed !== undefined && { seed: flags.seed }),
    ...(flags.for !== undefined && { forMs: lastsMs(flags.for) }),
    ...(flags.every !== undefined && { everyMs: lastsMs(flags.every, "--every") }),
    ...(flags.within !== undefined && { within: namesOf(flags.within) }),
    ...(flags.faults !== undefined && { kinds: kindsOf(flags.faults) }),
    atMost: wholeNumber(flags.atMost, "--at-most", 1000),
    scheduled: flags.at.map(scheduledOf),
  };
}
