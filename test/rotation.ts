import { execFileSync } from "node:child_process";
import { root } from "./lab.ts";

const asked = process.env.STAGECRAFT_ROTATION;
const seed = Number(asked ?? Math.floor(Date.now() / 86_400_000));

function changedFiles(): string[] {
  try {
    const list = ["diff", "--name-only", "HEAD~1"];
    return execFileSync("git", list, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).split("\n");
  } catch {
    return []; // no history: the seed decides alone
  }
}

/**
 * Whether a long test has its turn in this run of the suite: tests of one group take turns, by a seed that is printed
 * (STAGECRAFT_ROTATION; `all` for every one). One whose files the last change touches always runs.
 */
export function hasTurn(name: string, group: readonly string[], files: RegExp): boolean {
  if (asked === "all" || changedFiles().some((file) => files.test(file))) return true;
  const chosen = group[seed % group.length];
  console.log(`STAGECRAFT_ROTATION=${seed}: of ${group.join(", ")} it is the turn of ${chosen}`);
  return chosen === name;
}

/** Both go on where they were stopped, and stand on the same parts. */
export const resumable = ["bench", "matrix"] as const;
