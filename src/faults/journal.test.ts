import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import type { FaultRecord, JournalPort, NewFaultRecord } from "../model/fault-ports.ts";
import { createJournal, journalFile, openFaults, readJournal } from "./journal.ts";

let folder: string;
let now: number;
let journal: JournalPort;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-journal-"));
  now = 1000;
  journal = createJournal(
    folder,
    () => now++,
    (work) => work(),
  );
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => join(folder, journalFile);

function intent(fault: string, change: object = {}): NewFaultRecord & { state: "intent" } {
  return {
    fault,
    state: "intent",
    stage: "two",
    kind: "kill",
    target: "app-1",
    params: {},
    containers: ["c-app-1"],
    owner: { pid: 1, started: "x" },
    expiresAt: 9000,
    undo: [{ do: "start", container: "c-app-1" }],
    ...change,
  };
}

const faultsOf = (records: readonly FaultRecord[]) => records.map((one) => `${one.fault} ${one.state}`);

describe("what is written", () => {
  test("is on disk, a line each, with its time, when the call returns", () => {
    const written = journal.write(intent("a"));
    journal.write({ fault: "a", state: "injected", detail: "killed app-1", tookMs: 12 });
    const lines = readFileSync(file(), "utf8").split("\n");
    expect(lines).toHaveLength(3);
    expect(lines[2]).toBe("");
    expect(JSON.parse(lines[0]!)).toEqual(written);
    expect(written).toEqual({ at: 1000, ...intent("a") });
    expect(JSON.parse(lines[1]!)).toEqual({
      at: 1001,
      fault: "a",
      state: "injected",
      detail: "killed app-1",
      tookMs: 12,
    });
  });

  test("makes the run's folder when it is not there", () => {
    const deeper = createJournal(
      join(folder, "runs", "r"),
      () => 1,
      (work) => work(),
    );
    deeper.write(intent("a"));
    expect(faultsOf(readJournal(join(folder, "runs", "r")))).toEqual(["a intent"]);
  });

  test("that cannot be is an error that says so, and what to do", () => {
    writeFileSync(join(folder, "in-the-way"), "");
    const broken = createJournal(
      join(folder, "in-the-way"),
      () => 1,
      (work) => work(),
    );
    expect(() => broken.write(intent("a"))).toThrow(
      expect.objectContaining({
        code: "environment",
        message: expect.stringMatching(/journal .*in-the-way cannot be written \(E(NOTDIR|EXIST)\)/),
        next: expect.stringContaining("nothing is broken"),
      }),
    );
  });

  test("after a line that was cut off stands on a line of its own", () => {
    journal.write(intent("a"));
    appendFileSync(file(), '{"at":1001,"fault":"b","state":"int');
    journal.write(intent("c"));
    journal.write({ fault: "c", state: "injected" });
    expect(faultsOf(readJournal(folder))).toEqual(["a intent", "c intent", "c injected"]);
    expect(journal.open().map((one) => one.fault)).toEqual(["a", "c"]);
  });
});

describe("what is read", () => {
  test("is nothing where no fault was ever ordered", () => {
    expect(readJournal(join(folder, "nowhere"))).toEqual([]);
    expect(journal.open()).toEqual([]);
  });

  test("leaves out a last line that was cut off at any character", () => {
    const whole = `${JSON.stringify({ at: 1, ...intent("a") })}\n`;
    const next = JSON.stringify({ at: 2, ...intent("b") });
    for (let length = 0; length < next.length; length++) {
      writeFileSync(file(), whole + next.slice(0, length));
      expect(faultsOf(readJournal(folder)), `cut at ${length}`).toEqual(["a intent"]);
    }
    writeFileSync(file(), whole + next);
    expect(faultsOf(readJournal(folder))).toEqual(["a intent", "b intent"]);
  });

  test("is never taken for an empty one when it is there and cannot be read", () => {
    mkdirSync(file());
    expect(() => readJournal(folder)).toThrow(LabError);
    expect(() => readJournal(folder)).toThrow(/journal .* cannot be read \(EISDIR\)/);
  });

  test("is what another process wrote, too", () => {
    const other = createJournal(
      folder,
      () => 5,
      (work) => work(),
    );
    journal.write(intent("a"));
    other.write({ fault: "a", state: "healed", by: "heal" });
    expect(journal.open()).toEqual([]);
  });
});

describe("open faults", () => {
  test("are open again when the injection lands after somebody had healed the intent", () => {
    journal.write(intent("a"));
    journal.write({ fault: "a", state: "healed", by: "heal" });
    expect(journal.open()).toEqual([]);
    journal.write({ fault: "a", state: "injected" });
    expect(journal.open()).toMatchObject([{ fault: "a", last: "injected" }]);
  });

  test("have the lease that was told last", () => {
    journal.write(intent("a"));
    journal.write({ fault: "a", state: "injected", expiresAt: 12_000 });
    journal.write({ fault: "a", state: "verified" });
    expect(journal.open()).toMatchObject([{ fault: "a", expiresAt: 12_000, last: "verified" }]);
  });

  const records = (...more: NewFaultRecord[]): FaultRecord[] =>
    more.map((one, index) => ({ at: index, ...one }) as FaultRecord);
  const openAfter = (...states: Exclude<FaultRecord["state"], "intent">[]) =>
    openFaults(records(intent("a"), ...states.map((state) => ({ fault: "a", state }))));

  test.each([
    [[], "intent"],
    [["injected"], "injected"],
    [["injected", "verified"], "verified"],
    [["injected", "did-not-bite"], "did-not-bite"],
    [["injected", "verified", "reverted"], "reverted"],
    [["injected", "verified", "reverted", "not-healed"], "not-healed"],
  ] as const)("after %j: still open, last %s", (states, last) => {
    expect(openAfter(...states)).toEqual([{ at: 0, ...intent("a"), last }]);
  });

  test("after healed: none, whatever is told of it afterwards", () => {
    expect(openAfter("injected", "verified", "reverted", "healed")).toEqual([]);
    expect(openAfter("healed", "reverted")).toEqual([]);
  });

  test("are in the order of their intents, each with its own state", () => {
    const open = openFaults(
      records(
        intent("a"),
        intent("b"),
        intent("c"),
        { fault: "b", state: "injected" },
        { fault: "a", state: "healed" },
        { fault: "unheard-of", state: "injected" },
      ),
    );
    expect(open.map(({ fault, last }) => `${fault} ${last}`)).toEqual(["b injected", "c intent"]);
  });
});
