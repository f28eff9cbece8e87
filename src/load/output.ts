import { createWriteStream } from "node:fs";
import type { LoadRecord } from "../model/load-records.ts";

/** Records to stdout, a line each. */
export interface Output {
  emit(record: LoadRecord): void;
  /** Resolves when everything has been handed over. */
  close(): Promise<void>;
}

/**
 * Writes through the thread pool: process.stdout writes to pipes synchronously, so a reader that
 * pauses would stop the generator. Lines of the same moment go out together.
 */
export function openOutput(onBroken: () => void): Output {
  const stream = createWriteStream("", { fd: 1, autoClose: false });
  let lines = "";
  let pending: NodeJS.Immediate | undefined;
  const flush = (): void => {
    pending = undefined;
    stream.write(lines);
    lines = "";
  };
  stream.on("error", onBroken);
  return {
    emit(record) {
      lines += `${JSON.stringify(record)}\n`;
      pending ??= setImmediate(flush);
    },
    close() {
      clearImmediate(pending);
      return new Promise((resolve) => stream.end(lines, () => resolve()));
    },
  };
}
