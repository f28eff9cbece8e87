import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { LabError, type Problem } from "../model/errors.ts";
import { nearest } from "../model/nearest.ts";

/** Ids of the labs there are: folders of labs/ with a lab.yaml, in order. */
export function labIds(labsDir: string): string[] {
  if (!existsSync(labsDir)) return [];
  return readdirSync(labsDir)
    .filter((name) => existsSync(join(labsDir, name, "lab.yaml")))
    .sort();
}

/** Labs whose number another one has, too: nobody could mean either by it. */
export function sharedNumbers(labsDir: string): Problem[] {
  const ids = labIds(labsDir);
  return ids.flatMap((id): Problem[] => {
    const first = ids.find((one) => one.slice(0, 2) === id.slice(0, 2))!;
    if (first === id) return [];
    const place = { file: join(labsDir, id) };
    return [
      { what: `the number ${id.slice(0, 2)} is taken by ${first}`, place, next: "take another number" },
    ];
  });
}

/**
 * The id of the lab that someone means by `4`, `04` or `04-scale-out`. Throws LabError("usage") with the choices
 * and the nearest one.
 */
export function labIdFor(word: string, labsDir: string): string {
  const ids = labIds(labsDir);
  const wanted = word.trim().toLowerCase();
  const found = /^\d{1,2}$/.test(wanted)
    ? ids.filter((id) => Number(id.slice(0, 2)) === Number(wanted))
    : ids.filter((id) => id === wanted);
  if (found.length === 1) return found[0]!;
  if (found.length > 1) {
    throw new LabError("usage", `several labs have the number ${word}: ${found.join(", ")}`, {
      next: "type the whole id",
    });
  }
  const near =
    nearest(wanted, ids) ?? ids.find((id) => id.slice(3) === wanted || nearest(wanted, [id.slice(3)]));
  const choices = ids.length > 0 ? `labs: ${ids.join(", ")}` : "there are no labs under labs/";
  throw new LabError("usage", `there is no lab "${word}"`, {
    next: near === undefined ? choices : `did you mean ${near}? ${choices}`,
  });
}
