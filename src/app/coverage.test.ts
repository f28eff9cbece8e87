import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { goodLab, type TestProject } from "../catalog/testing/project.ts";
import { goodIdeas, wholeProject } from "../catalog/testing/whole-project.ts";
import { coverage } from "./coverage.ts";

let project: TestProject;
beforeEach(() => {
  project = wholeProject();
});
afterEach(() => project.remove());

const statuses = () => coverage(project.root).ideas.map(({ id, status }) => [id, status]);

describe("an idea", () => {
  it("is proved by claims; without any it is open until its lab is there, and then missing", () => {
    expect(statuses()).toEqual([
      ["001-login", "proved"],
      ["001-redis", "open"],
      ["002-hardware", "open"],
    ]);
    project.write("labs/05-sessions/lab.yaml", goodLab.replace("id: 04-two", "id: 05-sessions"));
    expect(statuses()).toEqual([
      ["001-login", "proved"],
      ["001-redis", "missing"],
      ["002-hardware", "open"],
    ]);
  });

  it("is told by steps, whichever lab was to treat it", () => {
    const treats = "{id: story, read: true, treats: [001-login, 001-redis, 002-hardware]}";
    project.write("labs/04-two/lab.yaml", goodLab.replace("{id: story, read: true}", treats));
    expect(coverage(project.root).ideas).toEqual([
      expect.objectContaining({
        id: "001-login",
        status: "proved",
        claims: ["04-two/refused"],
        steps: ["04-two/story"],
      }),
      expect.objectContaining({ id: "001-redis", status: "told", claims: [], steps: ["04-two/story"] }),
      expect.objectContaining({ id: "002-hardware", status: "told", sidebar: true, lab: "08" }),
    ]);
  });
});

it("counts by source and by track", () => {
  const { sources, tracks, total } = coverage(project.root);
  expect(sources).toEqual([
    expect.objectContaining({ source: "001", ideas: 2, proved: 1, told: 0, missing: 0, open: 1 }),
    expect.objectContaining({ source: "002", ideas: 1, proved: 0, told: 0, missing: 0, open: 1 }),
  ]);
  expect(tracks).toEqual([
    expect.objectContaining({ track: 1, ideas: 2, proved: 1, open: 1 }),
    expect.objectContaining({ track: 2, ideas: 1, proved: 0, open: 1 }),
  ]);
  expect(total).toEqual({ ideas: 3, proved: 1, told: 0, missing: 0, open: 2 });
});

describe("what is broken", () => {
  const problems = (): unknown => {
    try {
      coverage(project.root);
    } catch (thrown) {
      return thrown;
    }
    throw new Error("was taken");
  };

  it("the list: with every problem", () => {
    project.write(
      "labs/ideas.yaml",
      goodIdeas.replace('lab: "05"', 'lab: "06"').replace("format: 1", "format: 2"),
    );
    expect(problems()).toMatchObject({ code: "bad-input", message: "labs/ideas.yaml has 2 problems" });
  });

  it("several labs: all of them at once, with ideas that are not there", () => {
    project.write(
      "labs/04-two/lab.yaml",
      goodLab.replace("001-login", "001-logon").replace("minutes: 10", "minutes: 0"),
    );
    project.write("labs/05-bad/lab.yaml", "[");
    const places = (problems() as { problems: { place: { file: string } }[] }).problems.map(({ place }) =>
      place.file.slice(project.root.length + 1),
    );
    expect(places).toEqual(["labs/04-two/lab.yaml", "labs/04-two/lab.yaml", "labs/05-bad/lab.yaml"]);
  });
});

describe("this repository", () => {
  const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");

  it("has no lab that leaves out an idea", () => {
    const missing = coverage(root).ideas.filter((idea) => idea.status === "missing");
    expect(missing.map((idea) => idea.id)).toEqual([]);
  });

  it("lists ideas of every source, and has each lab of the curriculum treat some", () => {
    const { sources, ideas, tracks } = coverage(root);
    expect(sources.map(({ source }) => source)).toEqual(["000", "001", "002", "003", "004"]);
    for (const one of [...sources, ...tracks]) expect(one.ideas).toBeGreaterThan(0);
    const labs = new Set(ideas.map((idea) => idea.lab));
    expect([...labs].sort()).toEqual(Array.from({ length: 22 }, (_, at) => String(at + 1).padStart(2, "0")));
  });
});
