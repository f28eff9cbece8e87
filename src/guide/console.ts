import { clearLine, createInterface, cursorTo } from "node:readline";

/** A line to type at, with news above it: what was typed so far stays as it is. */
export interface TypingConsole {
  say(line: string): void;
  close(): void;
}

export interface ConsoleOptions {
  input: NodeJS.ReadStream;
  output: NodeJS.WriteStream;
  prompt: string;
  onLine: (text: string) => void;
  onInterrupt: () => void;
}

/** Opens the console; the terminal is as it was before once it is closed. */
export function openConsole({ input, output, prompt, onLine, onInterrupt }: ConsoleOptions): TypingConsole {
  const typed = createInterface({ input, output, prompt, terminal: true });
  typed.on("line", (text) => {
    onLine(text);
    typed.prompt();
  });
  // the terminal is in raw mode: a Ctrl-C arrives as a key
  typed.on("SIGINT", onInterrupt);
  typed.prompt();
  let open = true;
  return {
    say(line) {
      cursorTo(output, 0);
      clearLine(output, 0);
      output.write(`${line}\n`);
      if (open) typed.prompt(true);
    },
    close() {
      if (!open) return;
      open = false;
      typed.close();
      cursorTo(output, 0);
      clearLine(output, 0);
    },
  };
}
