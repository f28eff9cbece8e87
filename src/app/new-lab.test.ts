import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLab } from "../catalog/read-lab.ts";
import { goodStage, type TestProject } from "../catalog/testing/project.ts";
import { wholeProject } from "../catalog/testing/whole-project.ts";
import { composeDir, listStages } from "./catalog.ts";
import { checkLabs } from "./check-labs.ts";
import { listLabs } from "./list-labs.ts";
import { type NewLabOptions, newLab } from "./new-lab.ts";

let project: TestProject;
beforeEach(() => {
  project = wholeProject();
});
afterEach(() => project.remove());

const pair = { stage: "pair", weak: "pair/one-app" };
const make = (more: Partial<NewLabOptions> = {}) =>
  newLab(project.root, { name: "frozen-server", ...pair, ...more });
const folders = () => readdirSync(join(project.root, "labs")).sort();

async function checked(root: string, lab: string) {
  const ways = { runLab: () => Promise.reject(new Error("not to be run")), compose: { missing: "none" } };
  const { signal } = new AbortController();
  const { labs } = await checkLabs({ root, signal }, { labs: [lab], run: false }, ways);
  return labs[0]!;
}

describe("a new lab", () => {
  it("is whole, and its check lists every text that is to be written", async () => {
    const made = await make();
    expect(made).toMatchObject({ id: "09-frozen-server", stages: { strong: "pair", weak: "one-app" } });
    expect(folders()).toEqual(["04-two", "09-frozen-server", "ideas.yaml"]);
    const { problems, unwritten = [] } = await checked(project.root, "9");
    expect(problems).toEqual([]);
    const sections = ["en.md", "ko.md"].map((name) =>
      readFileSync(join(project.root, made.folder, name), "utf8").match(/^## /gm),
    );
    expect(sections.map((found) => found?.length)).toEqual([13, 13]);
    // and in lab.yaml the Korean title, the question in both languages, and what the control lacks
    expect(unwritten).toHaveLength(13 + 13 + 4);
    expect(listLabs(project.root)[1]).toMatchObject({
      status: "incomplete",
      problems: [{ what: "texts to be written: 30" }],
    });
  });

  it("says so where it was given nothing that must fail", async () => {
    await make({ weak: undefined });
    const { unwritten = [] } = await checked(project.root, "9");
    expect(unwritten.map(({ what }) => what)).toContain('"claims.0.control.none" is still to be written');
  });

  it("takes a number of its own, of those that are neither taken nor planned, or the one it is told", async () => {
    expect((await make({ name: "first" })).id).toBe("09-first");
    expect((await make({ name: "second" })).id).toBe("10-second");
    expect((await make({ name: "third", number: "5" })).id).toBe("05-third");
  });

  it("aims the fault at a server of each side", async () => {
    project.write("compose/other/compose.yaml", goodStage.replaceAll("lb-1", "edge-1"));
    await make({ weak: "other" });
    const file = join(project.root, "labs/09-frozen-server/lab.yaml");
    expect(readFileSync(file, "utf8")).toContain("target: {default: lb-1, other: edge-1}");
    expect("problems" in readLab(file)).toBe(false);
  });
});

describe("a lab is refused, and nothing is left of it,", () => {
  afterEach(() => expect(folders()).toEqual(["04-two", "ideas.yaml"]));

  it.each<[what: string, options: Partial<NewLabOptions>, message: string, next: string]>([
    ["a name with capitals", { name: "FrozenServer" }, '"FrozenServer" is no name', "small letters"],
    ["a path", { name: "../up" }, '"../up" is no name', "small letters"],
    ["no name", { name: "" }, '"" is no name', "small letters"],
    ["a name that is too long", { name: "a".repeat(58) }, "is no name for a lab", "small letters"],
    ["a number in the name", { name: "12-frozen" }, "has a number in front", "./lab new frozen --number 12"],
    ["a name that is taken", { name: "two" }, "there is a lab 04-two", "another name"],
    ["a number that is taken", { number: "4" }, "the number 04 is taken by 04-two", "leave --number out"],
    ["a number that is none", { number: "four" }, '"four" is no number of a lab', "1 to 99"],
    ["a stage that there is not", { stage: "pairs" }, 'there is no stage "pairs"', 'did you mean "pair"'],
    ["a variant that there is not", { weak: "pair/one-ap" }, "one-ap", 'did you mean "one-app"'],
    ["a weak side that is the strong one", { weak: "pair" }, "cannot be the weak side of itself", "--weak"],
  ])("when it has %s", async (_what, options, message, next) => {
    await expect(make(options)).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining(message),
      next: expect.stringContaining(next),
    });
  });

  it("when its stage is broken", async () => {
    project.write("compose/pair/compose.yaml", goodStage.replace("type: micro", "type: huge"));
    await expect(make()).rejects.toMatchObject({ code: "bad-input" });
  });
});

describe("of every stage that there is", () => {
  const real = join(import.meta.dirname, "../..");
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), "stagecraft-new-"));
    symlinkSync(composeDir(real), composeDir(root));
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  it.each(listStages(real))("$stage a lab can be made", async ({ stage, variants }) => {
    const weak = variants[0] === undefined ? undefined : `${stage}/${variants[0]}`;
    await newLab(root, { name: "own", stage, weak });
    await newLab(root, { name: "other", stage, weak: "scale-out/one-backend" });
    expect(listLabs(root).map((lab) => lab.id)).toEqual(["01-own", "02-other"]);
  });
});
