import { afterEach, beforeEach, expect, it } from "vitest";
import { billOf, clientMemoryMiB } from "./bill.ts";
import { readLab } from "./read-lab.ts";
import { declaredDiskMiB } from "./stage/image-list.ts";
import { type TestProject, testProject } from "./testing/project.ts";

let project: TestProject;
beforeEach(() => {
  project = testProject();
});
afterEach(() => project.remove());

it("is that of the largest stage, with the client", () => {
  const read = readLab(project.labFile);
  if ("problems" in read) throw new Error("the lab is broken");
  const bill = billOf(read.stages.values(), (images) => {
    expect(images).toEqual(["app", "haproxy", "node"]);
    return declaredDiskMiB(project.composeDir, images);
  });
  // micro + two nano; base, haproxy, node and app, each once
  expect(bill).toEqual({ memoryMiB: 256 + 192 + 192 + clientMemoryMiB, containers: 4, diskMiB: 185 });
});

it("of no stages is nothing", () => {
  expect(billOf([], () => 99)).toEqual({ memoryMiB: 0, containers: 0, diskMiB: 0 });
});
