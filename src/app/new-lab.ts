import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readIdeas } from "../catalog/ideas.ts";
import { labIds } from "../catalog/lab-names.ts";
import { readLab } from "../catalog/read-lab.ts";
import { identifier } from "../catalog/schema/units.ts";
import { labYaml, type NewLab } from "../catalog/template/lab-yaml.ts";
import { aliasesOf, usualFault } from "../catalog/template/sides.ts";
import { labText } from "../catalog/template/texts.ts";
import { LabError } from "../model/errors.ts";
import { languages } from "../text/language.ts";
import { broken, composeDir, ideasFile, labsDir, stageNamed } from "./catalog.ts";
import { textProblems } from "./list-labs.ts";

export interface NewLabOptions {
  name: string;
  /** As typed; the next free one when absent. */
  number?: string | undefined;
  /** `stage` or `stage/variant`. */
  stage?: string | undefined;
  /** The side that must fail, written like `stage`. */
  weak?: string | undefined;
}

/** What `new --json` prints. */
export interface LabMade {
  id: string;
  folder: string;
  files: string[];
  stages: { strong: string; weak?: string };
  fault: { kind: string; target: string };
}

const usual = { stage: "scale-out", weak: "scale-out/one-backend" };

/**
 * Makes the folder of a new lab, whole or not at all: it can be checked and run at once, and its texts say what to
 * write. Throws LabError("usage") for names, numbers and stages that cannot be.
 */
export async function newLab(root: string, options: NewLabOptions): Promise<LabMade> {
  const name = checkedName(root, options.name);
  const id = `${numberFor(root, options.number)}-${name}`;
  const stage = options.stage ?? usual.stage;
  const weak = options.weak ?? (stage === usual.stage ? usual.weak : undefined);
  if (weak === stage) {
    throw new LabError("usage", `"${stage}" cannot be the weak side of itself`, {
      next: "--weak names another stage, or a variant: STAGE/VARIANT",
    });
  }
  const sides = {
    strong: await stageOf(root, stage),
    ...(weak !== undefined && { weak: await stageOf(root, weak) }),
  };
  const english = `${name[0]!.toUpperCase()}${name.slice(1).replaceAll("-", " ")}`;
  const lab = { id, title: { en: english, ko: `TODO: ${english}의 우리말 제목` }, ...sides };
  const files = write(root, lab);
  return { id, folder: join("labs", id), files, stages: aliasesOf(lab), fault: usualFault(sides.strong) };
}

function checkedName(root: string, typed: string): string {
  const next = "such as cache-stampede: small letters, digits and dashes, without the number";
  if (/^\d\d?-/.test(typed)) {
    const rest = typed.replace(/^\d+-/, "");
    throw new LabError("usage", `the name "${typed}" has a number in front`, {
      next: `./lab new ${rest} --number ${Number.parseInt(typed, 10)}`,
    });
  }
  // the id has three more characters, and must be a name, too
  if (!identifier.safeParse(`00-${typed}`).success || !/^[a-z0-9]/.test(typed))
    throw new LabError("usage", `"${typed}" is no name for a lab`, { next });
  const there = labIds(labsDir(root)).find((id) => id.slice(3) === typed);
  if (there !== undefined)
    throw new LabError("usage", `there is a lab ${there}`, { next: "take another name" });
  return typed;
}

/** Two digits that no lab has. Left to us, it is none that the curriculum keeps for a lab to come, either. */
function numberFor(root: string, typed: string | undefined): string {
  const taken = labIds(labsDir(root));
  if (typed !== undefined) {
    const number = typed.padStart(2, "0");
    if (!/^\d\d$/.test(number) || number === "00")
      throw new LabError("usage", `"${typed}" is no number of a lab`, { next: "1 to 99" });
    const there = taken.find((id) => id.startsWith(`${number}-`));
    if (there === undefined) return number;
    throw new LabError("usage", `the number ${number} is taken by ${there}`, {
      next: "leave --number out for the next free one",
    });
  }
  const ideas = readIdeas(ideasFile(root));
  const planned = "ideas" in ideas ? ideas.ideas.tracks.flatMap((track) => track.labs) : [];
  const highest = Math.max(0, ...[...taken, ...planned].map((one) => Number(one.slice(0, 2))));
  if (highest < 99) return String(highest + 1).padStart(2, "0");
  throw new LabError("usage", "the numbers go to 99", { next: "--number takes a free one" });
}

function stageOf(root: string, words: string) {
  const [stage = "", variant] = words.split("/");
  return stageNamed(root, stage, variant);
}

/** Written beside its place and moved there when whole: a folder of labs/ is a lab, or it is not there. */
function write(root: string, lab: NewLab): string[] {
  const target = join(labsDir(root), lab.id);
  if (existsSync(target))
    throw new LabError("usage", `labs/${lab.id} is there already`, { next: "delete it" });
  const texts = {
    "lab.yaml": labYaml(lab),
    ...Object.fromEntries(languages.map((language) => [`${language}.md`, labText(lab, language)])),
  };
  mkdirSync(labsDir(root), { recursive: true });
  const beside = mkdtempSync(join(labsDir(root), ".new-"));
  try {
    const folder = join(beside, lab.id);
    mkdirSync(folder);
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(folder, name), text);
    const read = readLab(join(folder, "lab.yaml"), composeDir(root));
    const problems = "problems" in read ? read.problems : textProblems(read.lab, folder);
    if (problems.length > 0) throw broken("a lab of these stages", problems);
    renameSync(folder, target);
  } finally {
    rmSync(beside, { recursive: true, force: true });
  }
  return Object.keys(texts).map((name) => join("labs", lab.id, name));
}
