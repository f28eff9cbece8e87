import { expect, it } from "vitest";
import { readLab } from "../read-lab.ts";
import { tells } from "../testing/bad-lab.ts";
import { goodLab, testProject } from "../testing/project.ts";

const fault = "fault: {kind: kill, target: {default: app-2, one: app-1}}";
const drawn = (names: string) =>
  `fault: {kind: kill, target: {default: app-2, one: app-1}, drawn: [${names}]}`;
const find = "  - id: find\n";
const stopwatch = (keys: string) => `  - {id: turn, stopwatch: {${keys}}}\n${find}`;

tells("keys of the walk: tells", [
  {
    name: "servers that no stage of the step has together",
    change: [fault, drawn("app-1, app-9")],
    at: "[app-1, app-9]",
    what: "no stage of this step has all of these servers",
  },
  {
    name: "a server that is drawn from itself",
    change: [fault, drawn("app-1, app-1")],
    at: "[app-1, app-1]",
    what: "a server is there twice",
  },
  {
    name: "a stopwatch's stage that does not exist",
    change: [find, stopwatch("load: browse, on: tow, fault: {kind: kill, target: app-1}")],
    at: "tow,",
    what: 'there is no stage alias "tow"',
  },
  {
    name: "a stopwatch's target that does not exist",
    change: [find, stopwatch("load: browse, on: two, fault: {kind: kill, target: app-7}")],
    at: "app-7}",
    what: 'the stage "two" has no server or service "app-7"',
  },
  {
    name: "a load under which nobody sees anything",
    change: [find, stopwatch("load: knee, on: two, fault: {kind: kill, target: app-1}")],
    at: "knee, on: two, fault",
    what: "nobody sees a fault under a peak load",
  },
]);

it("reads a stopwatch with its defaults, and servers to draw from", () => {
  const text = goodLab
    .replace(find, stopwatch("load: browse, on: two, fault: {kind: kill, target: app-1}"))
    .replace(fault, drawn("app-1, app-2"));
  const project = testProject();
  project.write("labs/04-two/lab.yaml", text);
  const read = readLab(project.labFile, project.composeDir);
  project.remove();
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  expect(read.lab.steps.find((step) => step.id === "turn")).toMatchObject({
    kind: "stopwatch",
    load: "browse",
    on: "two",
    fault: { kind: "kill", targets: { default: "app-1" } },
    withinMs: 300_000,
  });
  expect(read.lab.steps.find((step) => step.id === "kill")).toMatchObject({
    fault: { drawn: ["app-1", "app-2"] },
  });
});
