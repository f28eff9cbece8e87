import { join } from "node:path";
import { expect, test } from "vitest";
import { labIds } from "../src/catalog/lab-names.ts";
import { readLab } from "../src/catalog/read-lab.ts";
import { root } from "./lab.ts";

test.each(labIds(join(root, "labs")))("%s says in both languages why a claim has no control", (id) => {
  const read = readLab(join(root, "labs", id, "lab.yaml"), join(root, "compose"));
  if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
  const inEnglishOnly = read.lab.claims.filter((claim) => claim.noControl && !claim.noControlSays);
  expect(inEnglishOnly.map((claim) => claim.id)).toEqual([]);
});
