import { spawn } from "node:child_process";
import { LabError } from "../model/errors.ts";
import type { LoadCommand } from "../model/load.ts";
import type { LoadRecord } from "../model/load-records.ts";
import { createRecordParser } from "./record-parser.ts";

/** A generator process on this machine. */
export interface WorkerChild {
  send(command: LoadCommand | object): void;
  /** Resolves when the process has ended by itself; rejects with LabError when it broke. */
  exited: Promise<void>;
}

/**
 * Starts the bundled worker as a child process with its job; every record goes to `onRecord`.
 * The child ends when we do, since its stdin closes.
 */
export function startWorkerChild(
  file: string,
  job: object,
  onRecord: (record: LoadRecord) => void,
): WorkerChild {
  // a process group of its own: a Ctrl-C in the terminal is ours to turn into an orderly stop
  const child = spawn(process.execPath, [file], { stdio: ["pipe", "pipe", "pipe"], detached: true });
  const parser = createRecordParser(onRecord);
  let said = "";
  child.stdout.setEncoding("utf8").on("data", parser.push);
  child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
    said = (said + chunk).slice(-2000);
  });
  // a child that has ended no longer reads: its exit tells the story, not the broken pipe
  child.stdin.on("error", () => {});
  child.stdin.write(`${JSON.stringify(job)}\n`);
  const exited = new Promise<void>((resolve, reject) => {
    child.once("error", (cause) =>
      reject(new LabError("load", "the load generator did not start", { cause })),
    );
    child.once("close", (code, signal) => {
      parser.end();
      // 2: it has said in an error record what was wrong
      if (code === 0 || code === 2) return resolve();
      const how = signal ? `was ended by ${signal}` : `exited with ${code}`;
      reject(new LabError("load", `the load generator ${how}${said ? `: ${said.trim()}` : ""}`));
    });
  });
  return {
    send: (command) => void child.stdin.write(`${JSON.stringify(command)}\n`),
    exited,
  };
}
