import { describe, expect, it } from "vitest";
import type { ReadRecord, WriteRecord } from "../model/load-records.ts";
import { checkReads, checkWrites } from "./ledger.ts";

function write(id: string, result: WriteRecord["result"], attemptMs = 0): WriteRecord {
  const who = { ledger: "posts", user: "user0001", phase: "baseline", server: "app-1" };
  return { kind: "write", id, result, attemptMs, endMs: attemptMs + 10, ...who };
}

function read(id: string, result: ReadRecord["result"], attemptMs: number): ReadRecord {
  const who = { ledger: "posts", user: "user0001", phase: "baseline", server: "app-2" };
  return { kind: "read", id, result, attemptMs, endMs: attemptMs + 10, write: "acknowledged", ...who };
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `w${index}`);

describe("checkWrites", () => {
  it("finds nothing wrong with a sound history, 100 of 100", () => {
    for (let seed = 0; seed < 100; seed++) {
      // every third ended without an answer; of those, every second was applied
      const all = ids(50 + seed);
      const writes = all.map((id, at) => write(id, at % 3 === 0 ? "indeterminate" : "acknowledged"));
      const stored = all.filter((_, at) => at % 3 !== 0 || at % 2 === 0);
      const found = checkWrites({ writes, reads: [], stored });
      expect([found.lost, found.unexpected, found.duplicates]).toEqual([[], [], []]);
      expect(found.recovered.length).toBe(all.filter((_, at) => at % 6 === 0).length);
    }
  });

  it("finds the one acknowledged write that was deleted behind the app's back, 100 of 100", () => {
    const all = ids(100);
    for (const gone of all) {
      const found = checkWrites({
        writes: all.map((id) => write(id, "acknowledged")),
        reads: [],
        stored: all.filter((id) => id !== gone),
      });
      expect(found.lost).toEqual([gone]);
    }
  });

  it("calls no indeterminate or rejected write lost", () => {
    const writes = [write("a", "indeterminate"), write("b", "rejected")];
    expect(checkWrites({ writes, reads: [], stored: [] })).toMatchObject({
      lost: [],
      checked: [],
      indeterminate: ["a"],
    });
  });

  it("finds what nobody wrote, what was refused and is there, and what is there twice", () => {
    const writes = [write("a", "acknowledged"), write("b", "rejected")];
    const found = checkWrites({ writes, reads: [], stored: ["a", "a", "b", "ghost"] });
    expect(found.unexpected.sort()).toEqual(["b", "ghost"]);
    expect(found.duplicates).toEqual(["a"]);
  });

  it("takes an acknowledged attempt as a promise, whatever other attempts of the same write became", () => {
    const writes = [
      write("a", "indeterminate"),
      write("a", "acknowledged", 20),
      write("a", "indeterminate", 40),
    ];
    expect(checkWrites({ writes, reads: [], stored: [] })).toMatchObject({ attempted: ["a"], lost: ["a"] });
  });

  it("goes by the last read where the store was not listed", () => {
    const writes = ["seen", "gone", "unread", "unanswered"].map((id) => write(id, "acknowledged"));
    const reads = [
      read("seen", "missing", 20),
      read("seen", "found", 40),
      read("gone", "found", 20),
      read("gone", "missing", 40),
      read("unanswered", "unknown", 20),
    ];
    const found = checkWrites({ writes, reads });
    expect(found.lost).toEqual(["gone"]);
    expect(found.checked).toEqual(["seen", "gone"]);
  });
});

describe("checkReads", () => {
  const writes = [write("a", "acknowledged", 0), write("b", "indeterminate", 0)];

  it("finds no fault with reads that see what was promised", () => {
    const found = checkReads({ writes, reads: [read("a", "found", 20), read("a", "found", 40)] });
    expect(found).toMatchObject({ ownMissing: [], stale: [] });
    expect(found.checked.length).toBe(2);
  });

  it("calls a read stale that misses what a later read shows", () => {
    const early = read("a", "missing", 20);
    const found = checkReads({ writes, reads: [early, read("a", "found", 60)] });
    expect(found.stale).toEqual([early]);
    expect(found.ownMissing).toEqual([early]);
  });

  it("calls a read stale that misses what the store shows", () => {
    expect(checkReads({ writes, reads: [read("a", "missing", 20)], stored: ["a"] }).stale.length).toBe(1);
  });

  it("does not call a read of a lost write stale", () => {
    const found = checkReads({
      writes,
      reads: [read("a", "found", 20), read("a", "missing", 40)],
      stored: [],
    });
    expect(found.ownMissing.length).toBe(1);
    expect(found.stale).toEqual([]);
  });

  it("leaves out reads that began before the promise, without an answer, or of what was never promised", () => {
    const reads = [read("a", "missing", 5), read("a", "unknown", 20), read("b", "missing", 20)];
    expect(checkReads({ writes, reads }).checked).toEqual([]);
  });
});
