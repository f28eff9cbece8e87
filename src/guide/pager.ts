import { LabError } from "../model/errors.ts";
import { columns } from "../text/layout.ts";

/** Lines cut into pages of at most `rows` rows of a terminal that is `width` columns wide; a longer line takes several. */
export function pagesOf(lines: readonly string[], rows: number, width: number): string[][] {
  const pages: string[][] = [[]];
  let used = 0;
  for (const line of lines) {
    const takes = Math.max(1, Math.ceil(columns(line) / width));
    if (used > 0 && used + takes > rows) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)!.push(line);
    used += takes;
  }
  return pages;
}

/** What a key does at the end of a page. */
export function keyAt(key: string): "more" | "rest" | "stop" | undefined {
  if (key === " " || key === "\r" || key === "\n") return "more";
  if (key === "\x03") return "stop";
  return key.toLowerCase() === "q" ? "rest" : undefined;
}

export interface PagerTerminal {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
  signal: AbortSignal;
}

const clearLine = "\r\x1b[2K";

/**
 * Writes lines page by page, and waits at the end of each for a key: Space or Enter for the next one, q for all the rest.
 * Throws LabError("interrupted") at Ctrl-C; the terminal is as it was before in any case.
 */
export async function pageOut(
  lines: readonly string[],
  more: (shown: number, of: number) => string,
  terminal: PagerTerminal,
): Promise<void> {
  const { output } = terminal;
  // the last row is for what is asked
  const pages = pagesOf(lines, Math.max(2, (output.rows ?? 24) - 1), output.columns ?? 80);
  let shown = 0;
  let asks = true;
  for (const [index, page] of pages.entries()) {
    output.write(`${page.join("\n")}\n`);
    shown += page.length;
    if (!asks || index === pages.length - 1) continue;
    output.write(more(shown, lines.length));
    try {
      asks = (await nextKey(terminal)) === "more";
    } finally {
      output.write(clearLine);
    }
  }
}

/** Waits for a key that does something. */
function nextKey({ input, signal }: PagerTerminal): Promise<"more" | "rest"> {
  return new Promise((resolve, reject) => {
    const raw = input.isRaw;
    const stop = () => done(() => reject(new LabError("interrupted", "stopped at a page")));
    const look = (typed: Buffer) => {
      // what was typed at once counts as one key: nobody wants to leaf past what was not read
      const does = [...typed.toString("utf8")].map(keyAt).find((one) => one !== undefined);
      if (does === "stop") stop();
      else if (does) done(() => resolve(does));
    };
    const done = (act: () => void) => {
      input.off("data", look);
      input.off("end", stop);
      signal.removeEventListener("abort", stop);
      input.setRawMode(raw);
      input.pause();
      act();
    };
    input.on("data", look);
    input.once("end", stop);
    signal.addEventListener("abort", stop, { once: true });
    input.setRawMode(true);
    input.resume();
    if (signal.aborted) stop();
  });
}
