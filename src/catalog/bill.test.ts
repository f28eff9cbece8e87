import { afterEach, beforeEach, expect, it } from "vitest";
import { billOf, clientMemoryMiB } from "./bill.ts";
import { readLab } from "./read-lab.ts";
import { declaredDiskMiB } from "./stage/image-list.ts";
import { goodStage, type TestProject, testProject } from "./testing/project.ts";

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

it("counts helpers that stay", () => {
  const laptop = `helpers: [seed, laptop]
services:
  laptop: {image: "\${STAGECRAFT_NODE:-node:24}", mem_limit: 64m}`;
  project.write("compose/pair/compose.yaml", goodStage.replace("helpers: [seed]\nservices:", laptop));
  const read = readLab(project.labFile);
  if ("problems" in read) throw new Error(JSON.stringify(read.problems));
  const { memoryMiB, containers } = billOf(read.stages.values(), () => 0);
  expect({ memoryMiB, containers }).toEqual({
    memoryMiB: 256 + 192 + 192 + 64 + clientMemoryMiB,
    containers: 5,
  });
});
