import { spawn } from "node:child_process";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { root } from "./lab.ts";

/** The program on a real pseudo-terminal, with somebody who types. */
export interface Terminal {
  type: (text: string) => void;
  /** Resolves with what is new on the screen, up to and including the match. */
  sees: (pattern: RegExp, withinMs?: number) => Promise<string>;
  /** Everything that was on the screen, without colours. */
  screen: () => string;
  /** SIGKILL, to the program alone. */
  kill: () => void;
  ended: Promise<{ code: number; sane: boolean }>;
}

export const enter = "\r";
export const ctrlC = "\x03";

/** Starts the program on a terminal of 80 columns, and as many rows as the environment's TERMINAL_ROWS. */
export function onTerminal(args: string[], env: Record<string, string> = {}): Terminal {
  const { CI: _, ...own } = process.env;
  const child = spawn(
    "python3",
    [join(import.meta.dirname, "on-terminal.py"), process.execPath, join(root, "dist/main.js"), ...args],
    { cwd: root, env: { ...own, TERM: "xterm-256color", ...env }, stdio: ["pipe", "pipe", "pipe"] },
  );
  let raw = "";
  let said = "";
  let from = 0;
  const lookers = new Set<() => void>();
  child.stdout.on("data", (chunk: Buffer) => {
    raw += chunk.toString("utf8");
    for (const look of lookers) look();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk.toString("utf8");
  });
  const screen = () => stripVTControlCharacters(raw).replaceAll("\r", "");
  const ended = new Promise<{ code: number; sane: boolean }>((resolve, reject) => {
    child.once("close", () => {
      for (const look of lookers) look();
      const last = said.trim().split("\n").at(-1) ?? "";
      if (last.startsWith("{")) resolve(JSON.parse(last) as { code: number; sane: boolean });
      else reject(new Error(`the terminal broke: ${said}`));
    });
  });
  ended.catch(() => {});
  return {
    type: (text) => void child.stdin.write(text),
    screen,
    kill: () => process.kill(Number(said.split("\n")[0]), "SIGKILL"),
    ended,
    sees: (pattern, withinMs = 60_000) =>
      new Promise((resolve, reject) => {
        const done = (act: () => void) => {
          clearTimeout(late);
          lookers.delete(look);
          act();
        };
        const late = setTimeout(
          () => done(() => reject(new Error(`not seen: ${pattern}\n${screen().slice(from).slice(-3000)}`))),
          withinMs,
        );
        const look = () => {
          const fresh = screen().slice(from);
          const found = pattern.exec(fresh);
          if (found) {
            from += found.index + found[0].length;
            done(() => resolve(fresh.slice(0, found.index + found[0].length)));
          } else if (child.exitCode !== null) {
            done(() => reject(new Error(`ended before ${pattern}\n${fresh.slice(-3000)}`)));
          }
        };
        lookers.add(look);
        look();
      }),
  };
}
