import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Problem } from "../../model/errors.ts";
import { readText } from "../source/file.ts";
import { findingsIn, inOrder } from "../source/problems.ts";
import { checkShape } from "../source/shape.ts";
import { readYaml } from "../source/yaml.ts";
import { median, spreadOf } from "./distance.ts";
import { type RecordedFigures, writtenFigures } from "./schema.ts";

export const figuresName = "figures.json";

/** What is recorded of a lab, or all that is wrong with the file; undefined when nothing is recorded. */
export function readFigures(
  folder: string,
): { figures: RecordedFigures } | { problems: Problem[] } | undefined {
  const file = join(folder, figuresName);
  if (!existsSync(file)) return undefined;
  const read = readText(file);
  if ("problem" in read) return { problems: [read.problem] };
  // JSON is YAML, which knows where things stand
  const { source, problems } = readYaml(file, read.text);
  if (!source) return { problems };
  const findings = findingsIn(source);
  checkShape(writtenFigures, source.value, findings);
  if (findings.problems.length > 0) return { problems: inOrder([...problems, ...findings.problems]) };
  const figures = source.value as RecordedFigures;
  figures.recorded.forEach(({ claims }, at) => {
    for (const [id, { values, ...told }] of Object.entries(claims)) {
      const made = { median: median(values), spread: spreadOf(values) };
      for (const key of ["median", "spread"] as const) {
        if (Math.abs(told[key] - made[key]) <= 1e-9 * Math.abs(made[key])) continue;
        const next = "values are recorded, never written by hand: node bench/figures.mjs LAB --keep";
        findings.add(["recorded", at, "claims", id, key], `is not the ${key} of these values`, next);
      }
    }
  });
  return findings.problems.length > 0 ? { problems: findings.problems } : { figures };
}
