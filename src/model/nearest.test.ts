import { expect, it } from "vitest";
import { choose, editDistance, nearest } from "./nearest.ts";

it.each([
  ["", "abc", 3],
  ["kill", "kill", 0],
  ["kil", "kill", 1],
  ["mintues", "minutes", 1],
  ["abc", "xyz", 3],
])("from %s to %s are %i edits", (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
});

it.each([
  ["scale-ot", "scale-out"],
  ["SCALE-OUT", "scale-out"],
  ["scale", "scale-out"],
  ["database", undefined],
  ["x", undefined],
])("%s is near %s", (word, choice) => {
  expect(nearest(word, ["single", "scale-out", "no-health-check"])).toBe(choice);
});

it("names every choice, and the nearest first", () => {
  expect(choose("singel", ["single", "scale-out"], "stages")).toBe(
    'did you mean "single"? stages: single, scale-out',
  );
  expect(choose("x", [], "stages")).toBe("there are no stages");
});

it("takes no time for a word without end", () => {
  expect(nearest("a".repeat(200_000), ["single"])).toBeUndefined();
});
