import { describe, expect, test } from "vitest";
import { faultKinds } from "./fault-kinds.ts";
import { type FaultParam, type ParamType, paramLike, readParams } from "./fault-params.ts";

const kind = (params: Record<string, Partial<FaultParam> & { type: ParamType }>) => ({
  name: "test",
  params: Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, { means: `what ${name} is`, ...param }]),
  ),
});

/** What one value of a type is read as; undefined when it cannot be. */
function read(type: ParamType, text: string | number): number | string | undefined {
  const { params, problems } = readParams(kind({ it: { type } }), { it: text });
  if (problems.length > 0) expect(problems.map((one) => one.what)).toEqual([`it=${text} cannot be read`]);
  return params.it;
}

describe("a value", () => {
  test.each<[ParamType, string | number, number | string]>([
    ["duration", "300ms", 300],
    ["duration", "1.5s", 1500],
    ["duration", "2m", 120_000],
    ["duration", "0ms", 0],
    ["share", "30%", 0.3],
    ["share", "100%", 1],
    ["share", "0.5%", 0.005],
    ["bits", "512kbit", 512_000],
    ["bits", "1.5mbit", 1_500_000],
    ["bits", "1gbit", 1e9],
    ["size", "64KiB", 65_536],
    ["size", "64MiB", 67_108_864],
    ["size", "1GiB", 1_073_741_824],
    ["number", "0.5", 0.5],
    ["number", 12, 12],
    ["count", "3", 3],
    ["count", 300, 300],
    ["word", "api.example.test:80", "api.example.test:80"],
    ["word", "/feed", "/feed"],
    ["text", "UPDATE posts SET body = 'x'; -- all", "UPDATE posts SET body = 'x'; -- all"],
    ["text", "two\nlines", "two\nlines"],
    ["names", "app-1", "app-1"],
    ["names", "app-1,db-1", "app-1,db-1"],
  ])("%s %j is %j", (type, text, value) => {
    expect(read(type, text)).toBe(value);
  });

  test.each<[ParamType, string | number]>([
    ["duration", "300"],
    ["duration", 300],
    ["duration", "300 ms"],
    ["duration", "-3s"],
    ["duration", "1h"],
    ["duration", "1.s"],
    ["duration", "12345678s"],
    ["share", "30"],
    ["share", 0.3],
    ["share", "100.1%"],
    ["share", "999%"],
    ["bits", "1mb"],
    ["bits", "1 mbit"],
    ["size", "64MB"],
    ["size", "64"],
    ["number", "1e3"],
    ["number", "-1"],
    ["number", -1],
    ["count", "1.5"],
    ["count", 1.5],
    ["count", ""],
    ["word", "two words"],
    ["word", "$(reboot)"],
    ["word", "a;b"],
    ["word", ""],
    ["text", ""],
    ["text", "a\0b"],
    ["text", "x".repeat(2001)],
    ["names", "app-1, db-1"],
    ["names", "app-1,"],
    ["names", "App"],
    ["names", "a b"],
  ])("%s %j cannot be read", (type, text) => {
    expect(read(type, text)).toBeUndefined();
  });

  test("that cannot be read is told with what it means and how it is written", () => {
    expect(readParams(kind({ it: { type: "size" } }), { it: "big" }).problems).toEqual([
      { name: "it", given: true, what: "it=big cannot be read", next: "what it is, such as 64MiB" },
    ]);
  });

  test("of a few is one of them", () => {
    const few = kind({ way: { type: "word", choices: ["in", "out"], default: "in" } });
    expect(readParams(few, { way: "out" })).toEqual({ params: { way: "out" }, problems: [] });
    expect(readParams(few, { way: "up" })).toEqual({
      params: {},
      problems: [{ name: "way", given: true, what: "way=up cannot be read", next: "choose one of: in, out" }],
    });
  });
});

describe("parameters", () => {
  const some = kind({
    needed: { type: "word" },
    delay: { type: "duration", default: "100ms" },
    spare: { type: "count", optional: true },
  });

  test("that are left out have their defaults; optional ones are not there", () => {
    expect(readParams(some, { needed: "x" })).toEqual({ params: { needed: "x", delay: 100 }, problems: [] });
  });

  test("that are missing and needed are a problem that points at nothing", () => {
    expect(readParams(some, {}).problems).toEqual([
      {
        name: "needed",
        given: false,
        what: 'the fault test needs the parameter "needed"',
        next: "what needed is, such as a word without spaces",
      },
    ]);
  });

  test("that do not exist are told with the nearest and all there are", () => {
    expect(readParams(some, { needed: "x", dely: "1s" }).problems).toEqual([
      {
        name: "dely",
        given: true,
        what: 'the fault test has no parameter "dely"',
        next: 'did you mean "delay"? parameters: needed, delay, spare',
      },
    ]);
    expect(readParams(kind({}), { any: 1 }).problems).toEqual([
      { name: "any", given: true, what: 'the fault test has no parameter "any"', next: "it takes none" },
    ]);
  });

  test.each(["toString", "constructor", "__proto__", "hasOwnProperty"])(
    "called like something every object has (%s) do not exist either",
    (name) => {
      const written = JSON.parse(`{"needed": "x", "${name}": "1"}`) as Record<string, string>;
      expect(readParams(some, written).problems.map((one) => one.what)).toEqual([
        `the fault test has no parameter "${name}"`,
      ]);
    },
  );

  test("have all their problems told at once", () => {
    const { problems } = readParams(some, { dely: "1s", delay: "soon", spare: "many" });
    expect(problems.map((one) => one.what)).toEqual([
      'the fault test has no parameter "dely"',
      'the fault test needs the parameter "needed"',
      "delay=soon cannot be read",
      "spare=many cannot be read",
    ]);
  });
});

test("every example in the table can be read", () => {
  for (const one of faultKinds) {
    for (const [name, param] of Object.entries(one.params)) {
      if (param.example === undefined) continue;
      const single = { name: one.name, params: { [name]: param } };
      expect(readParams(single, { [name]: param.example }).problems, `${one.name} ${name}`).toEqual([]);
    }
  }
});

test("every default in the table can be read, and is not for something that may be left out", () => {
  const all = faultKinds.flatMap((one) =>
    Object.entries(one.params).map(([name, param]) => ({ one, name, param })),
  );
  const withDefault = all.filter(({ param }) => param.default !== undefined);
  expect(withDefault.length).toBeGreaterThan(5);
  for (const { one, name, param } of withDefault) {
    const single = { name: one.name, params: { [name]: param } };
    expect(readParams(single, {}).problems, `${one.name} ${name}`).toEqual([]);
    expect(param.optional, `${one.name} ${name}`).toBeUndefined();
  }
});

test("how a value is written can be read itself", () => {
  const like = (param: Partial<FaultParam> & { type: ParamType }) => paramLike({ means: "", ...param });
  expect(like({ type: "word", choices: ["in", "out"] })).toBe("in | out");
  expect(like({ type: "word", example: "node" })).toBe("node");
  for (const type of ["size", "number", "count", "text", "names"] as const) {
    expect(read(type, like({ type })), type).toBeDefined();
  }
  for (const type of ["duration", "share", "bits"] as const) {
    const examples = like({ type }).split(/, | or /);
    expect(examples.length).toBeGreaterThan(1);
    for (const example of examples) expect(read(type, example), example).toBeDefined();
  }
});

describe("every bound is told before anything starts", () => {
  const told = (name: string, params: Record<string, string>) => {
    const found = faultKinds.find((one) => one.name === name)!;
    return readParams(found, params).problems.map(({ what, next }) => `${what}: ${next}`);
  };

  test.each([
    ["latency", { delay: "9999s" }, "delay=9999s is out of range: give 1ms to 4000ms"],
    ["latency", { delay: "0ms" }, "delay=0ms is out of range: give 1ms to 4000ms"],
    [
      "latency",
      { delay: "10ms", jitter: "11ms" },
      "jitter=11ms is too much for a delay of 10 ms: give at most 10ms",
    ],
    [
      "latency",
      { delay: "3s", jitter: "2s" },
      "jitter=2000ms is too much for a delay of 3000 ms: give at most 1000ms",
    ],
    ["loss", { share: "0%" }, "share=0% is out of range: give 0.1% to 100%"],
    ["bandwidth", { rate: "1kbit" }, "rate=1kbit is out of range: give 8kbit to 200mbit"],
    ["bandwidth", { rate: "1gbit" }, "rate=1gbit is out of range: give 8kbit to 200mbit"],
    ["reset", { port: "0" }, "port=0 is out of range: give 1 to 65535"],
    ["reset", { port: "70000" }, "port=70000 is out of range: give 1 to 65535"],
    ["reset", { share: "0.01%" }, "share=0.01% is out of range: give 0.1% to 100%"],
    ["cpu", { to: "0%" }, "to=0% is out of range: give 1% to 99%"],
    ["cpu", { to: "100%" }, "to=100% is out of range: give 1% to 99%"],
    ["kill", { "restart-after": "999m" }, "restart-after=999m is out of range: give 0ms to 60m"],
    ["process-kill", { process: "node", count: "0" }, "count=0 is out of range: give 1 to 999999"],
    ["noisy-neighbour", { processes: "0" }, "processes=0 is out of range: give 1 to 32"],
    ["noisy-neighbour", { processes: "33" }, "processes=33 is out of range: give 1 to 32"],
    ["traffic-spike", { rate: "0" }, "rate=0 is out of range: give 1 to 100000"],
    ["traffic-spike", { path: "feed" }, "path=feed does not begin with /: such as path=/feed"],
    ["slow-query", { sessions: "0" }, "sessions=0 is out of range: give 1 to 100"],
  ])("%s %j: %s", (name, params, message) => {
    expect(told(name, params)).toEqual([message]);
  });

  test("every default is within its bounds", () => {
    for (const one of faultKinds) {
      const given = Object.fromEntries(
        Object.entries(one.params).flatMap(([name, { default: text, optional, example }]) =>
          text === undefined && !optional ? [[name, example ?? "1"]] : [],
        ),
      );
      expect(readParams(one, given).problems, one.name).toEqual([]);
    }
  });
});
