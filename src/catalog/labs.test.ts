import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { labIds } from "./lab-names.ts";
import { readLab } from "./read-lab.ts";
import { stageNames, variantNames } from "./stage/names.ts";
import { readStage } from "./stage/read-stage.ts";
import { checkTexts, readTexts } from "./texts.ts";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const labsDir = join(root, "labs");
const composeDir = join(root, "compose");

describe.each(labIds(labsDir))("lab %s", (id) => {
  const folder = join(labsDir, id);
  const read = readLab(join(folder, "lab.yaml"), composeDir);

  it("has no problems", () => {
    expect("problems" in read ? read.problems : []).toEqual([]);
  });

  it.each(["en", "ko"])("has every text in %s, and no other", (language) => {
    if ("problems" in read) throw new Error("the lab is broken");
    const { texts, problems } = readTexts(folder, language);
    expect([...problems, ...checkTexts(read.lab, texts)]).toEqual([]);
  });

  it("says everything in both languages", () => {
    if ("problems" in read) throw new Error("the lab is broken");
    const { lab } = read;
    for (const text of [lab.title.ko, ...lab.claims.map((claim) => claim.says.ko)])
      expect(text).toMatch(/[가-힣]/);
    for (const text of [lab.title.en, ...lab.claims.map((claim) => claim.says.en)])
      expect(text).not.toMatch(/[가-힣]/);
  });
});

it("there are labs", () => {
  expect(labIds(labsDir)).toContain("04-scale-out");
});

const stages = stageNames(composeDir).flatMap((stage) =>
  [undefined, ...variantNames(composeDir, stage)].map((variant) => ({ stage, variant })),
);

it.each(stages)("stage $stage ($variant) has no problems", ({ stage, variant }) => {
  const read = readStage(composeDir, stage, variant);
  expect("problems" in read ? read.problems : []).toEqual([]);
});
