import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ctrlC, enter, onTerminal, type Terminal } from "./terminal.ts";

const rows = 24;
// a program's start and its answers, on a machine that may be busy
const slow = 120_000;
const more = /-- (\d+) of (\d+) lines: Space or Enter for more, q for the rest --/;

let folder: string;
let terminal: Terminal;

/** At the step "picture" of lab 05, whose text and table are longer than the terminal. */
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-pager-"));
  const env = {
    STAGECRAFT_PROGRESS: join(folder, "progress.json"),
    TERMINAL_ROWS: String(rows),
    LANG: "C",
  };
  terminal = onTerminal(["start", "5"], env);
  await first(terminal, / · story/);
}, slow);
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Goes on with Enter, leaf by leaf, until the next step's page stops. */
async function first(at: Terminal, story: RegExp): Promise<void> {
  await at.sees(story);
  let seen = await at.sees(/Enter goes on|-- \d+ of \d+ lines/);
  for (; /lines$/.test(seen); seen = await at.sees(/Enter goes on|-- \d+ of \d+ lines/)) at.type(" ");
  at.type(enter);
  await at.sees(/ · picture/);
}

/** The lines of one page, and how many of how many are behind the reader then. */
async function page(): Promise<{ lines: string[]; shown: number; of: number }> {
  const seen = await terminal.sees(more);
  const [, shown, of] = more.exec(seen)!;
  return { lines: seen.split("\n").slice(0, -1), shown: Number(shown), of: Number(of) };
}

test("a text longer than the terminal comes a page at a time, and all of it", { timeout: slow }, async () => {
  const one = await page();
  expect(one.shown).toBe(rows - 1);
  // a key that means nothing leaves the page where it is
  terminal.type("x");
  let { shown } = one;
  while (one.of - shown > rows - 1) {
    terminal.type(" ");
    const next = await page();
    expect(next).toMatchObject({ shown: shown + rows - 1, of: one.of });
    expect(next.lines).toHaveLength(rows - 1);
    shown = next.shown;
  }
  terminal.type(enter);
  expect(await terminal.sees(/Enter goes on/)).toContain("└─ lb-1");
  terminal.type(ctrlC);
  expect(await terminal.ended).toEqual({ code: 130, sane: true });
});

test("q skips to the end of the text", { timeout: slow }, async () => {
  const { shown, of } = await page();
  terminal.type("q");
  const rest = await terminal.sees(/Enter goes on/);
  expect(rest).toContain("└─ lb-1");
  expect(rest).not.toMatch(more);
  expect(rest.split("\n").length).toBeGreaterThanOrEqual(of - shown);
  terminal.type(ctrlC);
  expect(await terminal.ended).toEqual({ code: 130, sane: true });
});

test("Ctrl-C at the end of a page gives the terminal back", { timeout: slow }, async () => {
  await page();
  terminal.type(ctrlC);
  expect(await terminal.ended).toEqual({ code: 130, sane: true });
});
