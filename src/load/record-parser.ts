import type { LoadRecord } from "../model/load-records.ts";

/** Cuts a stream of text into records; a chunk may end in mid-line. Lines that are no record are handed to `onNoise`. */
export function createRecordParser(
  onRecord: (record: LoadRecord) => void,
  onNoise: (line: string) => void = () => {},
): { push(chunk: string): void; end(): void } {
  let rest = "";
  function line(text: string): void {
    if (text.trim() === "") return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      onNoise(text);
      return;
    }
    const isRecord = typeof value === "object" && value !== null && "kind" in value;
    if (isRecord) onRecord(value as LoadRecord);
    else onNoise(text);
  }
  return {
    push(chunk) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(line);
    },
    end() {
      line(rest);
      rest = "";
    },
  };
}
