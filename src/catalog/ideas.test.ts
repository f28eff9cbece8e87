import { afterEach, beforeEach, expect, it } from "vitest";
import type { Problem } from "../model/errors.ts";
import { readIdeas } from "./ideas.ts";
import { placeOf, type TestProject } from "./testing/project.ts";
import { goodIdeas, wholeProject } from "./testing/whole-project.ts";

let project: TestProject;
let file: string;
beforeEach(() => {
  project = wholeProject();
  file = `${project.root}/labs/ideas.yaml`;
});
afterEach(() => project.remove());

function problemsOf(text: string): Problem[] {
  project.write("labs/ideas.yaml", text);
  const read = readIdeas(file);
  return "problems" in read ? read.problems : [];
}

const shown = ({ place, what }: Problem) => `${place?.line}:${place?.column} ${what}`;

it("reads ideas with their source, section, lab and track", () => {
  const read = readIdeas(file);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  expect(read.ideas.tracks).toEqual([
    { number: 1, title: { en: "Growing", ko: "성장" }, labs: ["04", "05"] },
    { number: 2, title: { en: "Data", ko: "데이터" }, labs: ["08"] },
  ]);
  expect(read.ideas.sources.map(({ id }) => id)).toEqual(["001", "002"]);
  expect(read.ideas.ideas[0]).toEqual({
    id: "001-login",
    says: { en: "Log in again", ko: "다시 로그인" },
    source: "001",
    section: "§3",
    lab: "04",
    track: 1,
    sidebar: false,
  });
  expect(read.ideas.ideas[2]).toMatchObject({ section: "balancer", lab: "08", track: 2, sidebar: true });
});

it.each<[name: string, from: string, to: string, at: string, what: string, next?: string]>([
  ["a lab that no track has", 'lab: "05"', 'lab: "06"', '"06"', 'there is no lab "06"', "labs: 04, 05, 08"],
  ["a lab without quotes", 'lab: "05"', "lab: 05", "05, says", '"lab" is no number of a lab: two digits'],
  ["a lab of two tracks", '["08"]', '["08", "04"]', '"04"]}\nideas', 'the lab "04" is there twice', "line 6"],
  [
    "an id that is there twice",
    "001-redis",
    "001-login",
    '001-login, source: "001 §4',
    'the idea "001-login" is there twice',
    "the first is on line 9",
  ],
  [
    "an id of another source",
    "001-redis",
    "002-redis",
    "002-redis",
    "the idea is of source 001: its id begins with 001-",
  ],
  ["an id of no source", "001-redis", "redis", "redis", '"id" begins with the three digits of its source'],
  [
    "a source that is not listed",
    '"002 balancer"',
    '"003 balancer"',
    '"003 balancer"',
    'there is no source "003"',
    "sources: 001, 002",
  ],
  [
    "a source without a section",
    '"001 §4"',
    '"001"',
    '"001", lab',
    '"source" names a source and a part of it',
  ],
  ["no lab", ', lab: "05"', "", "{id: 001-redis", '"lab" is missing', 'sidebar: "NN"'],
  [
    "a lab and a sidebar",
    'sidebar: "08"',
    'lab: "08", sidebar: "08"',
    'sidebar: "08"',
    'an idea has either "lab" or "sidebar"',
  ],
  ["an unknown key", 'lab: "05"', 'lap: "05"', "lap:", 'unknown key "lap"', 'did you mean "lab"?'],
  ["a language that is missing", ", ko: 장비", "", "{en: A box}", '"ko" is missing'],
  ["an unknown language", "ko: 장비", "ko: 장비, fr: Une boîte", "fr:", 'unknown key "fr"', "keys: en, ko"],
  ["English under ko", "ko: 장비", "ko: A box", "A box}}", "the Korean text is not in Korean"],
  ["Korean under en", "en: A box", "en: 상자", "상자", "the English text is not in English"],
  ["another format", "format: 1", "format: 2", "2\n", '"format" is the format of this file'],
  ["no ideas", goodIdeas.slice(goodIdeas.indexOf("ideas:")), "", "format", '"ideas" is missing'],
])("tells %s", (_name, from, to, at, what, next) => {
  expect(goodIdeas).toContain(from);
  const text = goodIdeas.replace(from, to);
  const problems = problemsOf(text);
  const found = problems.find((problem) => shown(problem).startsWith(`${placeOf(text, at)} ${what}`));
  expect(found, `${placeOf(text, at)}, among:\n${problems.map(shown).join("\n")}`).toBeDefined();
  expect(found?.place?.file).toBe(file);
  if (next !== undefined) expect(found?.next).toContain(next);
});

it("tells all problems at once, in the file's order", () => {
  const text = goodIdeas
    .replace('lab: "05"', 'lab: "06"')
    .replace("ko: 장비", "ko: A box")
    .replace("en: First, ", "");
  expect(problemsOf(text).map(shown)).toEqual([
    '3:10 "en" is missing',
    `${placeOf(text, '"06"')} there is no lab "06"`,
    `${placeOf(text, "A box}}")} the Korean text is not in Korean`,
  ]);
});

it.each(["[1, 2]", "just text", "ideas: 3\n", "ideas: [1, {}]\n", "tracks: [3]\n", "a: [\n", ""])(
  "does not stumble over %j",
  (text) => {
    expect(problemsOf(text).length).toBeGreaterThan(0);
  },
);

it("says that the list is missing", () => {
  expect(readIdeas(`${project.root}/none.yaml`)).toEqual({
    problems: [
      expect.objectContaining({ what: "no such file", place: { file: `${project.root}/none.yaml` } }),
    ],
  });
});
