import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLab } from "../read-lab.ts";
import { yamlIn } from "../source/yaml-file.ts";
import { goodLab, placeOf, type TestProject, testProject } from "../testing/project.ts";
import { median, spreadOf } from "./distance.ts";
import { figuresName, readFigures } from "./read-figures.ts";
import type { RecordedFigures } from "./schema.ts";
import { checkSlack, distancesOf } from "./slack.ts";

let project: TestProject;
beforeEach(() => {
  project = testProject();
});
afterEach(() => project.remove());

const metrics = {
  ejected: "lb.ejection_s",
  refused: "sessions.refused_ratio",
  more: "throughput.knee",
} as const;
const units = { ejected: "s", refused: "ratio", more: "times" } as const;
type Values = Record<keyof typeof metrics, number[]>;
/** Well within: bounds are <= 3 s, >= 0.4 and >= 1.4 times. */
const sound: Values = { ejected: [1.9, 2, 2.1], refused: [0.5, 0.52, 0.51], more: [1.8, 1.81, 1.82] };

function recorded(values: Partial<Values>, speed = 1): RecordedFigures["recorded"][number] {
  const claims = Object.entries({ ...sound, ...values }).map(([id, own]) => {
    const name = id as keyof typeof metrics;
    const made = { values: own, median: median(own), spread: spreadOf(own) };
    return [id, { metric: metrics[name], unit: units[name], ...made }];
  });
  const host = { cores: 2, memoryMiB: 4096, kernel: "6.12", engine: "29", cgroup: "v2 systemd" };
  return { speed, quick: true, runs: 3, version: "0.1.0", host, claims: Object.fromEntries(claims) };
}

const figuresOf = (...sets: RecordedFigures["recorded"]): RecordedFigures => ({
  format: 1,
  lab: "04-two",
  recorded: sets,
});

/** What is told of a lab with such figures, as `line:column severity what`. */
function told(figures: RecordedFigures, text = goodLab): string[] {
  project.write("labs/04-two/lab.yaml", text);
  const read = readLab(project.labFile);
  if (!("lab" in read)) throw new Error(JSON.stringify(read.problems));
  return checkSlack(read.lab, yamlIn(project.labFile)!, figures).map(
    ({ place, severity = "error", what }) => `${place?.line}:${place?.column} ${severity} ${what}`,
  );
}

const form2 = goodLab.replace("format: 1\n", "format: 1\nform: 2\n");

describe("bounds", () => {
  it("that are near enough and steady are left alone", () => {
    expect(told(figuresOf(recorded({})))).toEqual([]);
  });

  it("that are further than 2 times from the median need a reason: a warning, in form 2 an error", () => {
    const figures = figuresOf(recorded({ ejected: [1, 1.01, 1.02] }));
    const what = "<= 3 is 2.97 times away from the median of 1.01 (3 runs): it would catch too little";
    expect(told(figures)).toEqual([`${placeOf(goodLab, "3}\n    mustFailOn")} warning ${what}`]);
    expect(told(figures, form2)).toEqual([`${placeOf(form2, "3}\n    mustFailOn")} error ${what}`]);
    const reason = 'value: 3, slack: "a check a second, three of them"}';
    expect(told(figures, form2.replace("value: 3}", reason))).toEqual([]);
  });

  it("are slack only when they are so at every speed", () => {
    const [fast, slow] = [
      recorded({ ejected: [1, 1.01, 1.02] }),
      recorded({ ejected: [2, 2.01, 2.02] }, 0.5),
    ];
    expect(told(figuresOf(fast, slow))).toEqual([]);
  });

  it("that are nearer than three spreads will flip, and which speed they flip at is told", () => {
    const near = recorded({ more: [1.5, 1.45, 1.7] }, 0.5);
    expect(told(figuresOf(recorded({}), near))).toEqual([
      `${placeOf(goodLab, "1.4}")} warning will flip: >= 1.4 is 1.35 spreads from what was measured (median 1.5, spread 0.0741, 3 runs at speed 0.5); needs 3`,
    ]);
  });

  it("of which nothing was recorded, or of another metric, are told", () => {
    const set = recorded({});
    set.claims.ejected!.metric = "http.failed";
    delete set.claims.more;
    expect(told(figuresOf(set))).toEqual([
      expect.stringMatching(/warning nothing is recorded of ejected \(lb\.ejection_s\)/),
      expect.stringMatching(/warning nothing is recorded of more/),
    ]);
  });
});

it("distances are told of each claim and speed", () => {
  const read = readLab(project.labFile);
  if (!("lab" in read)) throw new Error("the good lab is not good");
  const distances = distancesOf(read.lab, figuresOf(recorded({}), recorded({}, 0.5)));
  expect(distances.map(({ claim, speed }) => `${claim} ${speed}`)).toEqual([
    ...["ejected 1", "ejected 0.5", "refused 1", "refused 0.5", "more 1", "more 0.5"],
  ]);
  expect(distances[0]).toMatchObject({ bound: "<= 3", median: 2, runs: 3, times: 1.5 });
});

describe("figures.json", () => {
  const folder = () => project.labFile.replace("/lab.yaml", "");
  const write = (text: string) => project.write(`labs/04-two/${figuresName}`, text);

  it("may be missing", () => {
    expect(readFigures(folder())).toBeUndefined();
  });

  it("is read as it was written", () => {
    const figures = figuresOf(recorded({}));
    write(JSON.stringify(figures, null, 2));
    expect(readFigures(folder())).toEqual({ figures });
  });

  it("whose values were changed by hand is found out, with the place", () => {
    const text = JSON.stringify(figuresOf(recorded({})), null, 2).replace("1.9,", "2.9,");
    write(text);
    const read = readFigures(folder());
    expect(read && "problems" in read && read.problems[0]).toMatchObject({
      what: expect.stringContaining("is not the median of these values"),
      place: { line: text.split("\n").findIndex((line) => line.includes('"median"')) + 1 },
    });
  });

  it("of another shape is told", () => {
    write('{"format": 1, "lab": "04-two", "recorded": [], "path": "x"}');
    const read = readFigures(folder());
    expect(read && "problems" in read && read.problems.length).toBeGreaterThan(0);
  });
});
