import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLab } from "../read-lab.ts";
import { type Case, tells } from "../testing/bad-lab.ts";
import { goodLab, type TestProject, testProject } from "../testing/project.ts";

const before = "  - {id: why, explain: kill}\n";
const reach = (commands: string, on = "[one, two]"): Case["change"] => [
  before,
  `  - {id: reach, try: {on: ${on}, commands: [${commands}]}}\n${before}`,
];
const fault = "fault: {kind: kill, target: {default: app-2, one: app-1}}\n";
const beside = (commands: string): Case["change"] => [fault, `${fault}    commands: [${commands}]\n`];

tells("commands: tells", [
  {
    name: "an unknown service, on the stage that lacks it",
    change: reach("{id: scan, in: lbb, run: ls}", "[two]"),
    at: "lbb",
    what: 'the stage "two" has no service "lbb"',
    next: 'did you mean "lb"? services: lb, app-1, app-2, seed',
  },
  {
    name: "a service that the stage's variant takes out",
    change: reach("{id: scan, in: app-2, run: ls}"),
    at: "app-2, run",
    what: 'the stage "one" has no service "app-2"',
  },
  {
    name: "a stage alias that is not there",
    change: reach("{id: scan, in: lb, run: ls}", "[tow]"),
    at: "tow]",
    what: 'there is no stage alias "tow"',
    next: 'did you mean "two"?',
  },
  {
    name: "a stage twice",
    change: reach("{id: scan, in: lb, run: ls}", "[two, two]"),
    at: "two], commands",
    what: 'the stage "two" is there twice',
  },
  {
    name: "an id twice in a step",
    change: reach("{id: scan, in: lb, run: ls}, {id: scan, in: lb, run: pwd}"),
    at: "scan, in: lb, run: pwd",
    what: 'the command id "scan" is there twice in this step',
    next: "the first is on line 32",
  },
  {
    name: "only for a stage that is not of the step",
    change: reach("{id: scan, in: lb, run: ls, only: [one]}", "[two]"),
    at: "one]}]",
    what: 'there is no stage of this step called "one"',
    next: "two",
  },
  {
    name: "only, twice",
    change: reach("{id: scan, in: lb, run: ls, only: [two, two]}"),
    at: "two]}]",
    what: 'the stage "two" is there twice',
  },
  {
    name: "a timeout of nothing",
    change: reach("{id: scan, in: lb, run: ls, timeout: 0h}"),
    at: "0h",
    what: "a command needs some time",
  },
  {
    name: "a phase where there are none",
    change: reach("{id: scan, in: lb, run: ls, at: fault}"),
    at: "at: fault",
    what: 'unknown key "at"',
  },
  {
    name: "no phase where there are some",
    change: beside("{id: scan, in: lb, run: ls}"),
    at: "{id: scan",
    what: '"at" is missing',
  },
  {
    name: "no commands",
    change: reach(""),
    at: "[]}}",
    what: '"commands" is empty',
  },
  {
    name: "an empty command",
    change: reach('{id: scan, in: lb, run: " "}'),
    at: '" "',
    what: '"run" is empty',
  },
  {
    name: "a run of no times",
    change: reach("{id: scan, in: lb, run: ls, times: 0}"),
    at: "0}]",
    what: '"times" must be at least 1, not 0',
  },
  {
    name: "an unknown key of a command",
    change: reach("{id: scan, in: lb, rnu: ls}"),
    at: "rnu",
    what: 'unknown key "rnu"',
    next: 'did you mean "run"?',
  },
  {
    name: "a phase of no length",
    change: [
      `fault: 10s, recovery: 10s}}\n    ${fault}`,
      `recovery: 10s}}\n    ${fault}    commands: [{id: scan, at: fault, in: lb, run: ls}]\n`,
    ],
    at: "fault, in: lb",
    what: "kill has no fault phase",
    next: "it has baseline, recovery",
  },
  {
    name: "a command after its phase, with --quick",
    change: beside("{id: scan, at: fault, after: 5s, in: lb, run: ls}"),
    at: "5s, in",
    what: "the fault phase is over after 5s",
    next: "with --quick it lasts 5 s",
  },
  {
    name: "commands beside a peak load",
    change: [
      "  - {id: peak, measure: {load: knee, on: [one, two]}}\n",
      "  - {id: peak, measure: {load: knee, on: [one, two]}, commands: [{id: scan, at: baseline, in: lb, run: ls}]}\n",
    ],
    at: "commands: [{id: scan",
    what: "a peak load takes no commands",
  },
  {
    name: "a figure of a load in a step that only tries",
    change: [
      `${before}claims:`,
      "  - {id: reach, try: {on: [two], commands: [{id: scan, in: lb, run: ls}]}}\n" +
        "  - {id: late, predict: {metric: http.failed, on: two, during: reach, ask: interval}}\nclaims:",
    ],
    at: "reach, ask",
    what: "http.failed needs a load; reach only tries commands",
  },
  {
    name: "a command's figure of a step that has none",
    change: [
      "metric: http.failed, on: two, during: kill/fault",
      "metric: command.ok_ratio, of: scan, on: two, during: calm",
    ],
    at: "calm, ask",
    what: "command.ok_ratio needs commands; calm has none",
  },
  {
    name: "a command's figure in a phase that has none",
    change: [
      "metric: http.failed, on: two, during: kill/fault, ask: interval}}\n  - id: kill\n",
      "metric: command.ok_ratio, of: scan, on: two, during: kill/baseline, ask: interval}}\n  - id: kill\n" +
        "    commands: [{id: scan, at: fault, in: lb, run: ls}]\n",
    ],
    at: "kill/baseline, ask",
    what: "command.ok_ratio needs commands; kill has none in the baseline phase",
  },
]);

describe("commands that are as they should be", () => {
  let project: TestProject;
  beforeEach(() => {
    project = testProject();
  });
  afterEach(() => project.remove());

  const read = (...changes: Case["change"][]) => {
    const text = changes.reduce((lab, [from, to]) => {
      expect(lab).toContain(from);
      return lab.replace(from, () => to);
    }, goodLab);
    project.write("labs/04-two/lab.yaml", text);
    const found = readLab(project.labFile);
    if ("problems" in found) throw new Error(JSON.stringify(found.problems, null, 1));
    return found.lab;
  };

  it("have their defaults", () => {
    const lab = read(reach('{id: scan, in: seed, run: "nc -z db 3306 || echo $HOME"}'));
    expect(lab.steps.find((step) => step.id === "reach")).toEqual({
      id: "reach",
      kind: "try",
      hints: [],
      treats: [],
      on: ["one", "two"],
      repeats: 1,
      commands: [
        {
          id: "scan",
          in: "seed",
          run: "nc -z db 3306 || echo $HOME",
          times: 1,
          timeoutMs: 10_000,
          phase: "all",
          afterMs: 0,
        },
      ],
    });
  });

  it("belong to a phase beside a load, perhaps on some stages only", () => {
    const lab = read(
      beside("{id: switch, at: fault, after: 2s, in: app-2, run: ls, times: 3, timeout: 500ms, only: [two]}"),
    );
    expect(lab.steps.find((step) => step.id === "kill")).toMatchObject({
      commands: [{ times: 3, timeoutMs: 500, phase: "fault", afterMs: 2000, only: ["two"] }],
    });
  });

  it("are reason enough for a fault phase", () => {
    const claim = goodLab.slice(goodLab.indexOf("  - id: ejected"), goodLab.indexOf("  - id: refused"));
    const lab = read(
      [`    ${fault}`, "    commands: [{id: switch, at: fault, in: lb, run: ls}]\n"],
      [claim, ""],
      ["{served-by-missing-since: kill}", "{answer: 3}"],
    );
    expect(lab.steps.find((step) => step.id === "kill")).not.toHaveProperty("fault");
  });

  it("can be claimed, predicted and explained", () => {
    const lab = read([
      before,
      "  - {id: guess-2, predict: {metric: command.seconds, of: scan, on: two, ask: number}}\n" +
        "  - {id: reach, try: {on: [one, two], repeats: 2, commands: [{id: scan, in: lb, run: ls}]}}\n" +
        "  - {id: why, explain: reach}\n",
    ]);
    expect(lab.steps.find((step) => step.id === "guess-2")).toMatchObject({
      subject: { on: "two", of: "scan" },
    });
  });
});
