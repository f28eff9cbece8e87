/** What a verb may touch of the outside: results go to `out`, progress and logs to `err`. */
export interface Io {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Both stderr and stdin are terminals: questions may be asked, live output drawn. */
  interactive: boolean;
  /** Colours are wanted (terminal, no NO_COLOR). */
  colour: boolean;
  env: NodeJS.ProcessEnv;
  /** Aborted by the first Ctrl-C or SIGTERM. */
  signal: AbortSignal;
  /** Set by a verb; main.ts exits with it. */
  setExitCode: (code: number) => void;
}

/** Exit codes, as documented in docs/architecture.md. */
export const exit = {
  pass: 0,
  fail: 1,
  usage: 2,
  environment: 3,
  hungUp: 129,
  interrupted: 130,
  terminated: 143,
} as const;

/** Prints one JSON value, the whole of a verb's stdout. */
export function printJson(io: Io, value: unknown): void {
  io.out(`${JSON.stringify(value, null, 2)}\n`);
}
