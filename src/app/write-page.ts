import { writeFileSync } from "node:fs";
import { LabError } from "../model/errors.ts";

/** Writes a page of measured figures where the user wants it. */
export function writePage(
  file: string,
  page: string,
  next = "the figures are on record: the same command with another --html measures nothing again",
): void {
  try {
    writeFileSync(file, page);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? "unknown";
    throw new LabError("environment", `cannot write ${file} (${code})`, {
      next,
      cause: thrown,
    });
  }
}
