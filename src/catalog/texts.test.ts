import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLab } from "./read-lab.ts";
import { type TestProject, testProject } from "./testing/project.ts";
import { checkTexts, neededHeadings, readTexts } from "./texts.ts";

const steps = ["story", "picture", "guess", "kill", "peak", "calm", "find", "quiz", "add", "watch", "why"];
const good = [
  "# Two",
  ...steps.map((id) => `## ${id}\n\nAbout ${id}.\n`),
  "## find / hint-1\n\nLook closer.",
  "## quiz / q1\n\n- a: no\n- b: yes",
  "## quiz / q1 / answer\n\nBecause.",
  "## quiz / q2\n\nHow many?",
  "## quiz / q2 / answer\n\nSome.",
].join("\n\n");

let project: TestProject;
beforeEach(() => {
  project = testProject();
});
afterEach(() => project.remove());

function problemsOf(text: string): string[] {
  project.write("labs/04-two/en.md", text);
  const read = readLab(project.labFile);
  if ("problems" in read) throw new Error("the lab is broken");
  const { texts, problems } = readTexts(`${project.root}/labs/04-two`, "en");
  return [...problems, ...checkTexts(read.lab, texts)].map(
    ({ what, place, next }) => `${place?.line ?? ""} ${what}${next === undefined ? "" : `; ${next}`}`,
  );
}

describe("texts", () => {
  it("are complete when each step, hint, question and answer has its heading", () => {
    expect(problemsOf(good)).toEqual([]);
  });

  it("are read by heading, whatever the spaces around the slash", () => {
    project.write(
      "labs/04-two/en.md",
      "preamble\n## a\nfirst\n\n### inner\n## a/b\nsecond\n## c  /  d ##\nthird\n",
    );
    const { texts } = readTexts(`${project.root}/labs/04-two`, "en");
    const read = [...texts.sections.values()].map(({ heading, body, line }) => [heading, body, line]);
    expect(read).toEqual([
      ["a", "first\n\n### inner", 2],
      ["a / b", "second", 6],
      ["c / d", "third", 8],
    ]);
  });

  it("may show headings inside code", () => {
    project.write(
      "labs/04-two/en.md",
      "## a\n```md\n## not a heading\n```\nafter\n## b\n~~~\n## nor this\n~~~\n",
    );
    const { texts } = readTexts(`${project.root}/labs/04-two`, "en");
    expect([...texts.sections.keys()]).toEqual(["a", "b"]);
  });

  it.each([
    [
      "a missing step",
      "## watch\n\nAbout watch.\n",
      "",
      ' the text has no heading "## watch"; add it to en.md',
    ],
    ["a missing hint", "## find / hint-1", "## find / hint-2", 'the text has no heading "## find / hint-1"'],
    [
      "an orphan, with what was meant",
      "## find / hint-1",
      "## find / hint-2",
      '"## find / hint-2" belongs to no step of lab.yaml; did you mean "## find / hint-1"?',
    ],
    [
      "a missing answer",
      "## quiz / q2 / answer",
      "### quiz / q2 / answer",
      'no heading "## quiz / q2 / answer"',
    ],
    [
      "a heading that is there twice",
      "## watch",
      "## story",
      '"## story" is there twice; the first is on line 3',
    ],
    [
      "an option without text",
      "- b: yes",
      "",
      'the option "b" is not explained under "## quiz / q1"; - b: …',
    ],
    [
      "an option that there is not",
      "- b: yes",
      "- b: yes\n- c: perhaps",
      '"- c:" under "## quiz / q1" is no option of lab.yaml; options: a, b',
    ],
    ["another title", "# Two", "# Tow", "1 the text does not begin with the lab's title; # Two"],
    ["no title", "# Two\n\n", "", "1 the text does not begin with the lab's title; # Two"],
    [
      "what stands before the first step",
      "# Two\n",
      "# Two\n\nHello.\n",
      '3 text before the first "## step-id" belongs to no step',
    ],
    ["an empty section", "Because.", "", 'there is no text under "## quiz / q1 / answer"'],
  ])("tell %s", (_name, from, to, told) => {
    expect(problemsOf(good.replace(from, to)).join("\n")).toContain(told);
  });

  it("in a language that is missing are a problem with the file's name", () => {
    const { problems } = readTexts(`${project.root}/labs/04-two`, "ko");
    expect(problems).toEqual([
      expect.objectContaining({ what: "no such file", place: { file: `${project.root}/labs/04-two/ko.md` } }),
    ]);
  });

  it("are needed for questions and hints below their steps", () => {
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error("the lab is broken");
    const needed = neededHeadings(read.lab).map((one) => one.heading);
    expect(needed).toContain("quiz / q1 / answer");
    expect(needed).toContain("find / hint-1");
    expect(needed).toHaveLength(steps.length + 5);
  });
});
