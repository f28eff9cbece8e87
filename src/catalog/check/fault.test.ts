import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLab } from "../read-lab.ts";
import { type Case, tells } from "../testing/bad-lab.ts";
import { goodLab, goodStage, placeOf, type TestProject, testProject } from "../testing/project.ts";

const written = "fault: {kind: kill, target: {default: app-2, one: app-1}}";
const targets = "target: {default: app-2, one: app-1}";
const change = (fault: string): Case["change"] => [written, `fault: {${fault}}`];

tells("fault parameters: tells", [
  {
    name: "a value that cannot be read",
    change: change(`kind: latency, ${targets}, params: {delay: soon}`),
    at: "soon}",
    what: "delay=soon cannot be read",
    next: "added round-trip time, such as 300ms, 10s or 2m",
  },
  {
    name: "a number without its unit",
    change: change(`kind: latency, ${targets}, params: {jitter: 5ms, delay: 313}`),
    at: "313}",
    what: "delay=313 cannot be read",
  },
  {
    name: "a word that is none of the choices",
    change: change(`kind: partition, ${targets}, params: {direction: up}`),
    at: "up}",
    what: "direction=up cannot be read",
    next: "choose one of: both, in, out",
  },
  {
    name: "a value beyond what can be proved",
    change: change(`kind: latency, ${targets}, params: {delay: 9999s}`),
    at: "9999s}",
    what: "delay=9999s is out of range",
    next: "give 1ms to 4000ms",
  },
  {
    name: "a server that would come back after the fault",
    change: change(`kind: kill, ${targets}, params: {restart-after: 11s}`),
    at: "11s}",
    what: "the fault lasts 10s, so the server would not be back within it",
    next: "less than 10s",
  },
  {
    name: "an unknown parameter, at its name",
    change: change(`kind: latency, ${targets}, params: {dely: 1s}`),
    at: "dely",
    what: 'the fault latency has no parameter "dely"',
    next: 'did you mean "delay"? parameters: delay, jitter',
  },
  {
    name: "a parameter that every object seems to have",
    change: change(`kind: latency, ${targets}, params: {constructor: 1s}`),
    at: "constructor",
    what: 'the fault latency has no parameter "constructor"',
  },
  {
    name: "one that is needed and missing, at the fault",
    change: change(`kind: process-kill, ${targets}`),
    at: "{kind: process-kill",
    what: 'the fault process-kill needs the parameter "process"',
    next: "name of the processes",
  },
  {
    name: "a map for a value",
    change: change(`kind: latency, ${targets}, params: {delay: {ms: 3}}`),
    at: "{ms: 3}",
    what: '"delay" is not understood: a map',
  },
]);

describe("a fault in a lab's step", () => {
  let project: TestProject;
  beforeEach(() => {
    project = testProject();
  });
  afterEach(() => project.remove());

  const withZones = (zones: string) =>
    project.write(
      "compose/pair/compose.yaml",
      goodStage.replace("  helpers: [seed]\n", `  helpers: [seed]\n  zones: ${zones}\n`),
    );
  const read = (fault: string) => {
    const text = goodLab.replace(written, `fault: {${fault}}`);
    project.write("labs/04-two/lab.yaml", text);
    const found = readLab(project.labFile);
    const problems = "problems" in found ? found.problems : [];
    return {
      text,
      fault: "lab" in found && found.lab.steps.find((step) => step.id === "kill"),
      problems: problems.map(({ what, place, next }) => ({
        at: `${place?.line}:${place?.column}`,
        what,
        next,
      })),
    };
  };

  it("keeps its parameters as they are written, with the defaults of the others", () => {
    expect(read(`kind: latency, ${targets}, params: {delay: 1.5s}`).fault).toMatchObject({
      fault: { kind: "latency", params: { delay: "1.5s", jitter: "0ms" } },
    });
  });

  it("has all that is wrong with it told at once, in the order of the file", () => {
    const { text, problems } = read(
      "kind: partition, target: {default: app-9, one: app-1}, params: {direction: up, form: x}",
    );
    expect(problems.map(({ at, what }) => `${at} ${what}`)).toEqual([
      `${placeOf(text, "app-9")} the stage "two" has no server or service "app-9"`,
      `${placeOf(text, "up, form")} direction=up cannot be read`,
      `${placeOf(text, "form: x")} the fault partition has no parameter "form"`,
    ]);
  });

  it("of an unknown kind has nothing said about its parameters", () => {
    expect(read(`kind: latenzy, ${targets}, params: {any: 1}`).problems.map((one) => one.what)).toEqual([
      'there is no fault "latenzy"',
    ]);
  });

  it("may be aimed at a zone, on every stage or on some", () => {
    withZones("{east: [app-1], west: [app-2, lb-1]}");
    expect(read("kind: kill, target: east").problems).toEqual([]);
    expect(read("kind: kill, target: {default: west, one: east}").fault).toMatchObject({
      fault: { targets: { default: "west", byStage: { one: "east" } } },
    });
  });

  it("is told of a zone that is not there, with the zones among the choices", () => {
    withZones("{east: [app-1], west: [lb-1]}");
    const { text, problems } = read("kind: kill, target: wst");
    expect(problems).toEqual([
      {
        at: placeOf(text, "wst"),
        what: 'the stage "one" has no server or service "wst"',
        next: 'did you mean "west"? servers and services: lb-1, lb, app-1, east, west',
      },
      {
        at: placeOf(text, "wst"),
        what: 'the stage "two" has no server or service "wst"',
        next: 'did you mean "west"? servers and services: lb-1, lb, app-1, app-2, east, west',
      },
    ]);
  });

  it("cannot be aimed at a zone whose servers the stage's variant takes out", () => {
    withZones("{east: [app-1], west: [app-2]}");
    const { text, problems } = read("kind: kill, target: west");
    expect(problems.map(({ at, what }) => `${at} ${what}`)).toEqual([
      `${placeOf(text, "west")} the stage "one" has no server or service "west"`,
    ]);
  });
});
