import { afterEach, beforeEach, expect, it } from "vitest";
import { readLab } from "../read-lab.ts";
import { tells } from "../testing/bad-lab.ts";
import { goodLab, type TestProject, testProject } from "../testing/project.ts";

const refused = '    expect: {op: ">=", value: 0.4, minSamples: 50}\n';

tells("allowThrottled: tells", [
  {
    name: "a stage that the claim does not speak of",
    change: [refused, `${refused}    allowThrottled: {three: 0.2}\n`],
    at: "0.2}\n    proves",
    what: 'there is no stage of this claim "three"',
    next: "two",
  },
  {
    name: "a step in which nobody looks",
    change: ["    ratio: [two, one]\n", "    ratio: [two, one]\n    allowThrottled: 0.2\n"],
    at: "allowThrottled: 0.2",
    what: "peak has no open load",
  },
  {
    name: "more than all",
    change: [refused, `${refused}    allowThrottled: 20\n`],
    at: "20\n    proves",
    what: "",
  },
]);

let project: TestProject;
beforeEach(() => {
  project = testProject();
});
afterEach(() => project.remove());

function allowed(written: string) {
  project.write(
    "labs/04-two/lab.yaml",
    goodLab.replace(refused, `${refused}    allowThrottled: ${written}\n`),
  );
  const read = readLab(project.labFile);
  return "lab" in read ? read.lab.claims.find(({ id }) => id === "refused")?.allowThrottled : read.problems;
}

it("one figure is of the claim's own stages, a map of those that it names", () => {
  expect(allowed("0.2")).toEqual({ two: 0.2 });
  expect(allowed("{two: 0.2, one: 0.9}")).toEqual({ two: 0.2, one: 0.9 });
});
