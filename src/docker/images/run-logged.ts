import { execa } from "execa";
import { withoutDockerSettings } from "../user-env.ts";
import type { BuildLog } from "./build-log.ts";

export interface LoggedCommand {
  file: string;
  args: readonly string[];
  /** On top of our own environment without Docker's settings: proxies must reach builds. */
  env: Readonly<Record<string, string>>;
  input?: string;
  signal: AbortSignal;
}

/** Runs a command with every line of its output in the log and given to `onLine`; resolves with true when it exits 0. */
export async function runLogged(
  command: LoggedCommand,
  log: BuildLog,
  onLine: (line: string) => void,
): Promise<boolean> {
  command.signal.throwIfAborted();
  const child = execa(command.file, [...command.args], {
    env: { ...withoutDockerSettings(process.env), ...command.env },
    extendEnv: false,
    all: true,
    reject: false,
    buffer: false,
    stdin: command.input === undefined ? "ignore" : "pipe",
    ...(command.input !== undefined && { input: command.input }),
    cancelSignal: command.signal,
    forceKillAfterDelay: 5000,
  });
  for await (const line of child.iterable({ from: "all" })) {
    log.line(line);
    onLine(line);
  }
  const result = await child;
  command.signal.throwIfAborted();
  if (result.exitCode === undefined) log.line(result.shortMessage ?? `${command.file} did not run`);
  return result.exitCode === 0;
}
