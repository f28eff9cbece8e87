import { afterEach, beforeEach, expect, it } from "vitest";
import { type TestProject, testProject } from "../catalog/testing/project.ts";
import { labWithStages, listStages, stageNamed } from "./catalog.ts";
import { listLabs } from "./list-labs.ts";

let project: TestProject;
beforeEach(() => {
  project = testProject();
});
afterEach(() => project.remove());

it("lists a lab with what it asks of the machine", () => {
  const [lab, ...others] = listLabs(project.root, () => 123);
  expect(others).toEqual([]);
  expect(lab).toMatchObject({
    id: "04-two",
    title: { en: "Two", ko: "둘" },
    stages: ["one", "two"],
    bill: { memoryMiB: 896, containers: 4, diskMiB: 123 },
    status: "incomplete",
  });
  expect(lab?.problems.map((problem) => problem.place?.file)).toEqual([
    `${project.root}/labs/04-two/en.md`,
    `${project.root}/labs/04-two/ko.md`,
  ]);
});

it("does not let a broken lab hide the others", () => {
  project.write("labs/03-bad/lab.yaml", "title: {en: Bad, ko: 나쁜}\nsteps: [\n");
  project.write("labs/05-worse/lab.yaml", "format: 1\ntitle: {en: Worse, ko: 더 나쁜}\n");
  const labs = listLabs(project.root);
  expect(labs.map(({ id, status, title }) => [id, status, title.en])).toEqual([
    ["03-bad", "broken", "03-bad"],
    ["04-two", "incomplete", "Two"],
    ["05-worse", "broken", "Worse"],
  ]);
  expect(labs[0]?.problems[0]?.place?.file).toBe(`${project.root}/labs/03-bad/lab.yaml`);
});

it("tells the verdict of the latest run that was judged", () => {
  project.write("runs/20260101-000000-aaaa/verdict.json", JSON.stringify({ lab: "04-two", verdict: "fail" }));
  project.write("runs/20260102-000000-aaaa/verdict.json", JSON.stringify({ lab: "04-two", verdict: "pass" }));
  project.write("runs/20260103-000000-aaaa/verdict.json", '{"lab": "04-t');
  project.write("runs/20260104-000000-aaaa/plan.json", "{}");
  const step = { lab: "04-two", verdict: "unknown", steps: ["kill"] };
  project.write("runs/20260105-000000-aaaa/verdict.json", JSON.stringify(step));
  expect(listLabs(project.root)[0]?.lastRun).toEqual({ run: "20260102-000000-aaaa", verdict: "pass" });
});

it("finds a lab and its stages by number; a broken one throws with every problem", async () => {
  const { lab, stages } = await labWithStages(project.root, "4");
  expect([lab.id, [...stages.keys()]]).toEqual(["04-two", ["one", "two"]]);
  project.write("labs/04-two/lab.yaml", "format: 2\nid: 04-two\n");
  await expect(labWithStages(project.root, "4")).rejects.toMatchObject({
    code: "bad-input",
    message: expect.stringMatching(/^lab 04-two has \d+ problems$/),
    problems: expect.arrayContaining([
      expect.objectContaining({ place: expect.objectContaining({ line: 1, column: 9 }) }),
    ]),
  });
});

it("finds a stage by name; tells a wrong name from a broken file", async () => {
  expect(listStages(project.root)).toEqual([{ stage: "pair", variants: ["one-app"] }]);
  expect((await stageNamed(project.root, "pair", "one-app")).servers).toHaveLength(2);
  await expect(stageNamed(project.root, "pear")).rejects.toMatchObject({
    code: "usage",
    next: "stages: pair",
  });
  await expect(stageNamed(project.root, "pair", "one-ap")).rejects.toMatchObject({
    code: "usage",
    next: 'did you mean "one-app"? variants: one-app',
  });
  project.write("compose/pair/compose.yaml", "services: {}\n");
  await expect(stageNamed(project.root, "pair")).rejects.toMatchObject({
    code: "bad-input",
    message: "stage pair has 2 problems",
  });
});
