import { afterEach, beforeEach, expect, it } from "vitest";
import { placeText } from "../model/errors.ts";
import { readIdeas } from "./ideas.ts";
import { checkUses, ideasUsedIn } from "./ideas-used.ts";
import { yamlIn } from "./source/yaml-file.ts";
import { goodLab, placeOf, type TestProject } from "./testing/project.ts";
import { wholeProject } from "./testing/whole-project.ts";

let project: TestProject;
beforeEach(() => {
  project = wholeProject();
});
afterEach(() => project.remove());

function usesOf(text: string) {
  project.write("labs/04-two/lab.yaml", text);
  return ideasUsedIn(yamlIn(project.labFile)!);
}

function told(text: string): string[] {
  const read = readIdeas(`${project.root}/labs/ideas.yaml`);
  if ("problems" in read) throw new Error("the list is broken");
  return checkUses(usesOf(text), read.ideas).map(
    ({ what, place, next }) => `${placeText(place!).slice(project.labFile.length + 1)} ${what}; ${next}`,
  );
}

const treating = goodLab.replace("{id: story, read: true}", "{id: story, read: true, treats: [001-redis]}");

it("are those of claims and of steps, each with its place", () => {
  expect(usesOf(treating)).toEqual([
    {
      idea: "001-redis",
      kind: "step",
      id: "story",
      place: { file: project.labFile, line: 15, column: 38 },
    },
    expect.objectContaining({ idea: "001-login", kind: "claim", id: "refused" }),
  ]);
  expect(told(treating)).toEqual([]);
});

it("are found in a lab that is broken elsewhere, too", () => {
  const broken = treating.replace("minutes: 10", "minuts: ten").replace("id: refused", "it: refused");
  expect(usesOf(broken).map((use) => use.idea)).toEqual(["001-redis", "001-login"]);
  expect(usesOf("steps: 3\nclaims: [1, {proves: x}, {proves: [3]}]\n")).toEqual([]);
});

it("exist, or the nearest one is told", () => {
  const text = goodLab.replace("proves: [001-login]", "proves: [001-logon]");
  expect(told(text)).toEqual([
    `${placeOf(text, "001-logon")} there is no idea "001-logon"; did you mean "001-login"?`,
  ]);
  const strange = treating.replace("001-redis", "003-cdn");
  expect(told(strange)).toEqual([
    `${placeOf(strange, "003-cdn")} there is no idea "003-cdn"; labs/ideas.yaml lists them: add it there`,
  ]);
});

it("are not proved when they cannot be run here, but may be told", () => {
  const text = goodLab.replace("proves: [001-login]", "proves: [002-hardware]");
  expect(told(text)).toEqual([
    expect.stringMatching(
      new RegExp(`^${placeOf(text, "002-hardware")} the idea "002-hardware" cannot be run here, so no claim`),
    ),
  ]);
  expect(told(treating.replace("001-redis", "002-hardware"))).toEqual([]);
});
