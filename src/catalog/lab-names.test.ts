import { afterEach, beforeEach, expect, it } from "vitest";
import { LabError } from "../model/errors.ts";
import { labIdFor, labIds, sharedNumbers } from "./lab-names.ts";
import { type TestProject, testProject } from "./testing/project.ts";

let project: TestProject;
let dir: string;
beforeEach(() => {
  project = testProject();
  dir = `${project.root}/labs`;
  project.write("labs/12-shards/lab.yaml", "");
  project.write("labs/README.md", "");
});
afterEach(() => project.remove());

it("lists folders with a lab.yaml", () => {
  expect(labIds(dir)).toEqual(["04-two", "12-shards"]);
  expect(labIds(`${project.root}/none`)).toEqual([]);
});

it.each([
  ["4", "04-two"],
  ["04", "04-two"],
  ["04-two", "04-two"],
  ["12", "12-shards"],
  [" 04-TWO ", "04-two"],
])("%s is %s", (word, id) => {
  expect(labIdFor(word, dir)).toBe(id);
});

it.each([
  ["04-tow", "did you mean 04-two? labs: 04-two, 12-shards"],
  ["shards", "did you mean 12-shards? labs: 04-two, 12-shards"],
  ["7", "labs: 04-two, 12-shards"],
  ["", "labs: 04-two, 12-shards"],
  ["../labs/04-two", "labs: 04-two, 12-shards"],
])("%s is no lab, and these are", (word, next) => {
  try {
    labIdFor(word, dir);
    throw new Error("was found");
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(LabError);
    expect(thrown).toMatchObject({ code: "usage", message: `there is no lab "${word}"`, next });
  }
});

it("asks for the id when a number is not enough", () => {
  project.write("labs/04-three/lab.yaml", "");
  expect(() => labIdFor("4", dir)).toThrow("several labs have the number 4: 04-three, 04-two");
});

it("tells a number that two labs have", () => {
  expect(sharedNumbers(dir)).toEqual([]);
  project.write("labs/04-three/lab.yaml", "");
  expect(sharedNumbers(dir)).toMatchObject([
    { what: "the number 04 is taken by 04-three", place: { file: `${dir}/04-two` } },
  ]);
});
