import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { root } from "./lab.ts";

/** A fenced block of docs/authoring.md: what is in it, and what its opening line says is to be done with it. */
export interface Block {
  language: string;
  does: Record<string, string>;
  text: string;
}

function blocksOf(page: string): Block[] {
  return [...page.matchAll(/^```(\w+)([^\n]*)\n([\s\S]*?)^```$/gm)].map(([, language, rest, text]) => ({
    language: language!,
    does: Object.fromEntries(
      [...rest!.matchAll(/(\w+)(?:=("(?:[^"\\]|\\.)*"|\S+))?/g)].map(([, key, value = ""]) => [
        key!,
        value.startsWith('"') ? (JSON.parse(value) as string) : value,
      ]),
    ),
    text: text!,
  }));
}

export const blocks = blocksOf(readFileSync(join(root, "docs/authoring.md"), "utf8"));

/** Writes a block to the file of a checkout that it names. */
export function writeBlock(checkout: string, { does, text }: Block): void {
  const file = join(checkout, does.file!);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** What the page has one do to write a lab: files, and command lines of ./lab; those that need the engine say so. */
export const labSteps = blocks.filter(
  ({ does }) => does.follow !== undefined || does.file?.startsWith("labs/"),
);

/** The words of each ./lab line of a block. */
export const commandsOf = ({ text }: Block): string[][] =>
  text
    .trim()
    .split("\n")
    .map((line) => {
      if (!line.startsWith("./lab ")) throw new Error(`the page says to type ${line}`);
      return line.slice("./lab ".length).split(" ");
    });
