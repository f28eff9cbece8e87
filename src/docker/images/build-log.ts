import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LabError } from "../../model/errors.ts";

const tailLines = 30;

/** A build's whole output in a file, and its end in memory. */
export interface BuildLog {
  line(text: string): void;
  /** The error that shows its last lines and says where it is. */
  failure(what: string, next?: string): LabError;
  /** Ends the file; it stays only when an error names it. */
  close(): void;
}

/** A log in the system's temporary folder: the project's folder may be read-only. */
export function openBuildLog(name: string): BuildLog {
  const parent = join(tmpdir(), "stagecraft-builds");
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${name}-`));
  const path = join(folder, "build.log");
  const file = createWriteStream(path);
  const tail: string[] = [];
  let named = false;
  return {
    line(text) {
      file.write(`${text}\n`);
      tail.push(text);
      if (tail.length > tailLines) tail.shift();
    },
    close() {
      file.end(() => {
        if (!named) rmSync(folder, { recursive: true, force: true });
      });
    },
    failure(what, next) {
      named = true;
      return new LabError(
        "image",
        `${what}; its last lines:\n${tail.map((text) => `    | ${text}`).join("\n")}`,
        {
          next: `${next ? `${next}; ` : ""}the whole log: ${path}`,
        },
      );
    },
  };
}
