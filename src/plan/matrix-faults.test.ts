import { describe, expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import { faultKinds } from "../model/fault.ts";
import { defaultFaults, readFaults } from "./matrix-faults.ts";

const every = () => true;
const possible = () => undefined;

describe("the faults of a matrix", () => {
  test("are all kinds with their defaults, but what does nothing and what only a step can have", () => {
    const { faults, leftOut } = defaultFaults(every, possible);
    const expected = faultKinds.filter(({ name, stepOnly }) => name !== "noop" && !stepOnly);
    expect(faults.map(({ label }) => label)).toEqual(expected.map(({ name }) => name));
    expect(faults.every(({ params }) => Object.keys(params).length === 0)).toBe(true);
    expect(leftOut).toEqual([]);
  });

  test("that cannot be had here are left out with the reason", () => {
    const { faults, leftOut } = defaultFaults(every, (kind) =>
      kind === "loss" ? "no statistic" : undefined,
    );
    expect(faults.map(({ kind }) => kind)).not.toContain("loss");
    expect(leftOut).toEqual([{ fault: "loss", reason: "no statistic" }]);
  });

  test("that this program does not know are nowhere", () => {
    const { faults } = defaultFaults((kind) => kind === "kill" || kind === "noop", possible);
    expect(faults.map(({ kind }) => kind)).toEqual(["kill"]);
  });
});

describe("faults that are asked for", () => {
  const labels = (text: string) => readFaults(text).map(({ label }) => label);

  test("are read with their parameters, each fault once", () => {
    expect(readFaults("kill, latency:delay=300ms,jitter=20ms,noop,kill")).toEqual([
      { kind: "kill", params: {}, label: "kill" },
      {
        kind: "latency",
        params: { delay: "300ms", jitter: "20ms" },
        label: "latency:delay=300ms,jitter=20ms",
      },
      { kind: "noop", params: {}, label: "noop" },
    ]);
  });

  test("are called the same whatever the order of their parameters", () => {
    expect(labels("latency:jitter=20ms,delay=300ms")).toEqual(["latency:delay=300ms,jitter=20ms"]);
    expect(labels("latency:delay=50ms,latency:delay=90ms")).toHaveLength(2);
  });

  test("may name several servers, and have a colon or an equals sign in a value", () => {
    expect(readFaults("partition:direction=in,from=lb-1,app-2,pause")).toMatchObject([
      { params: { direction: "in", from: "lb-1,app-2" } },
      { kind: "pause" },
    ]);
    expect(readFaults("kill,operator-error:statement=SET x=1,table=a:b")).toMatchObject([
      {},
      { params: { statement: "SET x=1", table: "a:b" } },
    ]);
  });

  test("may leave open what the stage fills in", () => {
    expect(labels("process-kill,dns-lie:address=10.0.0.9")).toEqual([
      "process-kill",
      "dns-lie:address=10.0.0.9",
    ]);
  });

  const wrong = (text: string): LabError => {
    try {
      readFaults(text);
    } catch (thrown) {
      if (thrown instanceof LabError) return thrown;
      throw thrown;
    }
    throw new Error(`${text} was read`);
  };

  test.each<[string, string, RegExp, RegExp]>([
    ["an unknown kind", "kil", /there is no fault called kil$/, /did you mean "kill"/],
    ["nothing at all", "", /there is no fault called $/, /faults: noop, kill/],
    ["nothing between commas", "kill,,pause", /there is no fault called $/, /faults:/],
    ["a parameter of nothing", "delay=3ms", /there is no fault called delay=3ms/, /faults:/],
    ["what only steps can have", "join", /part of a lab's steps/, /^$/],
    ["a parameter without a value", "latency:300ms", /"300ms" has no value/, /latency:PARAM=VALUE/],
  ])("%s is refused", (_, text, what, next) => {
    const error = wrong(text);
    expect(error.code).toBe("usage");
    expect(error.message).toMatch(what);
    expect(error.next ?? "").toMatch(next);
  });

  test.each<[string, string, string]>([
    ["an unknown parameter", "latency:dely=3ms", 'has no parameter "dely"'],
    ["a value that cannot be read", "loss:share=lots", "share=lots cannot be read"],
    ["a word that is none of the choices", "partition:direction=up", "direction=up cannot be read"],
    ["a parameter that nobody asked for", "kill,restart=2s", 'has no parameter "restart"'],
  ])("%s is refused with what would do", (_, text, what) => {
    const error = wrong(text);
    expect(error.code).toBe("usage");
    expect(error.problems.map((problem) => problem.what).join()).toContain(what);
  });
});
