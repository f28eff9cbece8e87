import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readLab } from "../src/catalog/read-lab.ts";
import type { LabVerdict } from "../src/model/verdict.ts";
import { lab, root } from "./lab.ts";
import { turns } from "./rotation.ts";

// the first lab is what `npm start` runs: fresh-clone.long.test.ts
const [, ...labs] = readdirSync(join(root, "labs"))
  .filter((name) => /^\d\d-/.test(name))
  .sort();

/** The lab's own files, and those of the stages that it brings up. */
function filesOf(id: string): RegExp {
  const read = readLab(join(root, "labs", id, "lab.yaml"));
  if ("problems" in read) return /^labs\//; // ./lab check says what is wrong
  const stages = [...new Set([...read.stages.values()].map(({ name }) => name))];
  return new RegExp(`^(labs/${id}|compose/(${stages.join("|")}))/`);
}

async function quickRun(id: string): Promise<LabVerdict> {
  const { stdout, stderr } = await lab(["run", id, "--quick", "--json", "--yes"]);
  try {
    return JSON.parse(stdout) as LabVerdict;
  } catch {
    throw new Error(`${id} gave no verdict: ${stderr.slice(-2000)}`);
  }
}

const findings = ({ verdict, reasons }: LabVerdict) => ({ verdict, reasons });

test.each(turns(Object.fromEntries(labs.map((id) => [id, filesOf(id)]))))(
  "%s proves its claims, and its controls fail",
  async (id) => {
    let verdict = await quickRun(id);
    // measured on whatever else this machine does: a disturbance may spoil one run, but not two in a row
    if (verdict.verdict !== "pass") {
      console.log(`first run of ${id}:`, findings(verdict));
      verdict = await quickRun(id);
    }
    expect(findings(verdict)).toEqual({ verdict: "pass", reasons: [] });
  },
);
