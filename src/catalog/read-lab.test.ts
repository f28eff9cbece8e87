import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../model/errors.ts";
import { readLab } from "./read-lab.ts";
import { goodLab, type TestProject, testProject } from "./testing/project.ts";

let project: TestProject;
beforeEach(() => {
  project = testProject();
});
afterEach(() => project.remove());

function problemsOf(text: string): Problem[] {
  project.write("labs/04-two/lab.yaml", text);
  const read = readLab(project.labFile);
  return "problems" in read ? read.problems : [];
}

const shown = (problem: Problem) => `${problem.place?.line}:${problem.place?.column} ${problem.what}`;

describe("a good lab", () => {
  it("becomes a Lab with every default filled in", () => {
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
    const { lab, stages } = read;
    expect(lab).toMatchObject({
      id: "04-two",
      number: "04",
      form: 1,
      title: { en: "Two", ko: "둘" },
      sources: [],
      minutes: 10,
      stages: [
        { alias: "one", stage: "pair", variant: "one-app" },
        { alias: "two", stage: "pair" },
      ],
      loads: [
        {
          kind: "open",
          name: "browse",
          ratePerS: 60,
          arrivals: "poisson",
          mix: [
            { journey: "visitor", weight: 3 },
            { journey: "member", weight: 1 },
          ],
        },
        { kind: "peak", name: "knee", path: "/feed", stopAt: { p99Ms: 500, errorRatio: 0.01 }, repeats: 3 },
      ],
      quick: { rate: 1, phases: 0.5, repeats: 1 },
      file: project.labFile,
    });
    expect(lab.journeys[1]?.steps).toEqual([
      { kind: "login", user: "any" },
      { kind: "post", path: "/posts", ledger: "posts" },
      { kind: "read", path: "/posts/{id}", ledger: "posts" },
    ]);
    expect([...stages.keys()]).toEqual(["one", "two"]);
    expect(stages.get("one")?.servers.map((server) => server.name)).toEqual(["lb-1", "app-1"]);
  });

  it("says a request that is asked several times as often as it is asked, with the pauses after each", () => {
    project.write(
      "labs/04-two/lab.yaml",
      goodLab.replace("{get: /}, {think: 300ms}", "{get: /, times: 2, pause: 300ms}"),
    );
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
    const home = { kind: "get", path: "/" };
    const pause = { kind: "think", ms: 300 };
    expect(read.lab.journeys[0]?.steps).toEqual([home, pause, home, pause, { kind: "get", path: "/feed" }]);
  });

  it("has its steps resolved by kind", () => {
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
    const step = (id: string) => read.lab.steps.find((one) => one.id === id);
    expect(step("kill")).toEqual({
      id: "kill",
      hints: [],
      treats: [],
      kind: "measure",
      load: "browse",
      on: ["one", "two"],
      phases: { baselineMs: 10_000, faultMs: 10_000, recoveryMs: 10_000 },
      fault: { kind: "kill", targets: { default: "app-2", byStage: { one: "app-1" } }, params: {} },
      repeats: 1,
    });
    expect(step("peak")).toEqual({
      id: "peak",
      hints: [],
      treats: [],
      kind: "measure",
      load: "knee",
      on: ["one", "two"],
      repeats: 3,
    });
    expect(step("calm")).toMatchObject({ kind: "measure", forMs: 120_000, repeats: 1 });
    expect(step("guess")).toMatchObject({
      kind: "predict",
      subject: { on: "two", during: { step: "kill", phase: "fault" } },
      options: [],
    });
    expect(step("find")).toMatchObject({
      kind: "verify",
      equals: { fact: "served-by-missing-since", step: "kill" },
      hints: ["hint-1"],
    });
    expect(step("quiz")).toMatchObject({
      questions: [
        { id: "q1", kind: "choice", options: ["a", "b"], answer: "b" },
        { id: "q2", kind: "number", answer: { from: [2, 6] }, ifWrong: "q1" },
      ],
    });
    expect(step("add")).toEqual({ id: "add", hints: [], treats: [], kind: "do", start: "app-2", on: "two" });
    expect(step("watch")).toMatchObject({ kind: "observe", load: "browse", forMs: 10_000, on: "two" });
    expect(step("why")).toEqual({ id: "why", hints: [], treats: [], kind: "explain", step: "kill" });
  });

  it("finds the one step that measures what a claim without `during` is about", () => {
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
    const [ejected, refused, more] = read.lab.claims;
    expect(ejected).toMatchObject({
      subject: { on: "two", during: { step: "kill", phase: "fault" } },
      expect: { op: "<=", value: 3, minSamples: 1 },
      mustFailOn: ["one"],
      proves: [],
    });
    expect(refused?.subject.during).toEqual({ step: "kill", phase: "baseline" });
    expect(more).toMatchObject({
      subject: { on: "two", during: { step: "peak", phase: "all" }, comparedWith: { on: "one" } },
      mustFailOn: [],
      noControl: "the ratio has its own weak side",
    });
  });
});

it("a control may say in what it differs, a comparison have an A/A control and a limit", () => {
  const text = goodLab
    .replace(
      "mustFailOn: [one]\n  - id: refused",
      "mustFailOn: [{stage: one, differs: app-2, because: {en: Both., ko: 둘 다.}}]\n  - id: refused",
    )
    .replace(
      'expect: {op: ">=", value: 1.4}\n    control: {none: the ratio has its own weak side}',
      "expect: {between: [1.4, 2.2], limit: {en: Twice., ko: 두 배.}}\n    control: aa",
    );
  project.write("labs/04-two/lab.yaml", text);
  const read = readLab(project.labFile);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
  expect(read.lab.claims[0]).toMatchObject({
    mustFailOn: ["one"],
    differs: { one: { what: "app-2", because: { en: "Both.", ko: "둘 다." } } },
  });
  expect(read.lab.claims[1]).not.toHaveProperty("differs");
  expect(read.lab.claims[2]).toMatchObject({
    expect: {
      op: ">=",
      value: 1.4,
      minSamples: 1,
      limit: { value: 2.2, why: { en: "Twice.", ko: "두 배." } },
    },
    mustFailOn: [],
    again: "lower",
  });
});

it("an A/A control needs sides that are not read from the same seconds", () => {
  const text = goodLab.replace(
    'metric: sessions.refused_ratio\n    on: two\n    during: kill/baseline\n    expect: {op: ">=", value: 0.4, minSamples: 50}\n    proves: [001-login]\n    mustFailOn: [one]',
    'metric: cpu.seconds\n    of: app-1\n    on: two\n    during: kill/baseline\n    comparedWith: {of: app-2}\n    expect: {op: "<=", value: 0.4}\n    proves: [001-login]\n    control: aa',
  );
  project.write("labs/04-two/lab.yaml", text);
  const read = readLab(project.labFile);
  if (!("problems" in read)) throw new Error("nothing was found");
  expect(read.problems).toMatchObject([
    {
      what: "both sides are measured in the same seconds: measured again, neither could come later",
      place: { file: project.labFile },
      next: expect.stringContaining("mustFailOn"),
    },
  ]);
});

it("why a claim has no control may stand in both languages", () => {
  const both = "{none: {en: its own weak side, ko: 비율 자체에 약한 쪽이 있다}}";
  project.write("labs/04-two/lab.yaml", goodLab.replace("{none: the ratio has its own weak side}", both));
  const read = readLab(project.labFile);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
  expect(read.lab.claims[2]).toMatchObject({
    noControl: "its own weak side",
    noControlSays: { en: "its own weak side", ko: "비율 자체에 약한 쪽이 있다" },
  });
});

describe("several problems", () => {
  it("come back all at once, in the file's order", () => {
    const text = goodLab
      .replace("minutes: 10", "minuts: 10")
      .replace("rate: 60/s", "rate: fast")
      .replace("kind: kill,", "kind: kil,")
      .replace("metric: lb.ejection_s", "metric: lb.ejecton_s")
      .replace("mustFailOn: [one]\n  - id: more", "mustFailOn: [won]\n  - id: more")
      .replace("value: 1.4", "value: lots");
    expect(problemsOf(text).map(shown)).toEqual([
      '1:1 "minutes" is missing',
      '4:1 unknown key "minuts"',
      '12:25 "rate" is no rate: write it as 60/s or 30/m',
      '20:19 there is no fault "kil"',
      '36:13 there is no metric "lb.ejecton_s"',
      '47:18 there is no stage alias "won"',
      '52:31 "value" needs a number, not "lots"',
    ]);
  });

  it("of one ill-formed step do not blame what refers to it", () => {
    const text = goodLab.replace(
      "measure: {load: browse, on: [one, two], phases",
      "masure: {load: browse, on: [one, two], phases",
    );
    expect(problemsOf(text).map(shown)).toEqual(['18:5 "measure" is missing', '19:5 unknown key "masure"']);
  });
});

describe("a file that is no lab", () => {
  it("broken YAML: line and column", () => {
    expect(problemsOf(goodLab.replace("minutes: 10", "minutes: [1, 2")).map(shown)).toEqual([
      expect.stringMatching(/^5:1 not valid YAML: Flow sequence/),
    ]);
  });

  it("a missing file says where it should be", () => {
    const read = readLab(`${project.root}/labs/05-none/lab.yaml`);
    expect(read).toEqual({
      problems: [
        expect.objectContaining({
          what: "no such file",
          place: { file: `${project.root}/labs/05-none/lab.yaml` },
        }),
      ],
    });
  });

  it.each(["[1, 2]", "just text", "42", "{}"])("%s", (text) => {
    const problems = problemsOf(text);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((problem) => problem.place?.line === 1)).toBe(true);
  });

  it("a broken stage is told in the stage's own file", () => {
    project.write("compose/pair/compose.yaml", "services: {lb: {image: haproxy}}\n");
    const [first] = problemsOf(goodLab);
    expect(first?.place?.file).toBe(`${project.composeDir}/pair/compose.yaml`);
  });

  it("a missing compose file is told where the lab names the stage", () => {
    project.remove();
    project.write("labs/04-two/lab.yaml", goodLab);
    const problems = problemsOf(goodLab).map((problem) => `${shown(problem)}; ${problem.next}`);
    expect(problems[0]).toBe('6:16 there is no stage "pair"; there are no stages');
  });
});
