import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { type Asker, answerLines, scriptedAsker } from "../../guide/ask.ts";
import { type ConsoleOptions, openConsole, type TypingConsole } from "../../guide/console.ts";
import { pageOut } from "../../guide/pager.ts";
import { promptAsker } from "../../guide/prompts.ts";
import { LabError } from "../../model/errors.ts";

export type { Asker, TypingConsole };

/** A person at a terminal. */
export const terminalAsker = (output: NodeJS.WriteStream, signal: AbortSignal): Asker =>
  promptAsker({ output, signal });

/** A line to type at while something goes on above it. */
export const typingConsole = (options: Omit<ConsoleOptions, "input">): TypingConsole =>
  openConsole({ ...options, input: process.stdin });

/** Shows lines to a person, a page of the terminal at a time. */
export const pagedOut = (
  lines: readonly string[],
  more: (shown: number, of: number) => string,
  signal: AbortSignal,
): Promise<void> => pageOut(lines, more, { input: process.stdin, output: process.stdout, signal });

const none = (question: string) =>
  new LabError("usage", `an answer is needed: ${question}`, {
    next: "./lab next --answer TEXT gives it; ./lab status says where you are",
  });

/** Answers from a file (`-`: from stdin, as they come); none of them for everything that needs one. */
export function answersFrom(file: string | undefined): Asker {
  if (file === undefined) return scriptedAsker(async () => undefined, none);
  if (file === "-") {
    const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
    return scriptedAsker(async () => {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) return undefined;
        const [line] = answerLines(value as string);
        if (line !== undefined) return line;
      }
    }, none);
  }
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (thrown) {
    throw new LabError(
      "usage",
      `cannot read the answers in ${file} (${(thrown as NodeJS.ErrnoException).code})`,
      {
        next: "a text file with an answer on each line",
        cause: thrown,
      },
    );
  }
  const lines = answerLines(text);
  return scriptedAsker(async () => lines.shift(), none);
}
