import { expect, it } from "vitest";
import { createRecordParser } from "./record-parser.ts";

it("finds the records however the stream is cut, and keeps what is none apart", () => {
  const text = '{"kind":"mark","phase":"fault","atMs":1}\nWarning: café\n\n{"kind":"error","what":"é"}';
  for (const size of [1, 3, 1000]) {
    const kinds: string[] = [];
    const noise: string[] = [];
    const parser = createRecordParser(
      (record) => kinds.push(record.kind),
      (line) => noise.push(line),
    );
    for (let at = 0; at < text.length; at += size) parser.push(text.slice(at, at + size));
    expect(kinds).toEqual(["mark"]);
    parser.end();
    expect(kinds).toEqual(["mark", "error"]);
    expect(noise).toEqual(["Warning: café"]);
  }
});
