import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Problem } from "../../model/errors.ts";
import { readLab } from "../read-lab.ts";
import { goodLab, placeOf, type TestProject, testProject } from "./project.ts";

/** What is changed in the good lab, where the problem must be told, and in which words. */
export interface Case {
  name: string;
  change: [from: string, to: string];
  /** The problem's place is where this stands first. */
  at: string;
  /** How the problem's text begins. */
  what: string;
  next?: string;
}

const shown = (problem: Problem) => `${problem.place?.line}:${problem.place?.column} ${problem.what}`;

/** A test for each case: the changed lab's problems must contain the one that is told. */
export function tells(suite: string, cases: readonly Case[]): void {
  describe(suite, () => {
    let project: TestProject;
    beforeEach(() => {
      project = testProject();
    });
    afterEach(() => project.remove());

    it.each(cases)("$name", ({ change: [from, to], at, what, next }) => {
      expect(goodLab).toContain(from);
      const text = goodLab.replace(from, to);
      project.write("labs/04-two/lab.yaml", text);
      const read = readLab(project.labFile);
      const problems = "problems" in read ? read.problems : [];
      const place = placeOf(text, at);
      const found = problems.find((problem) => shown(problem).startsWith(`${place} ${what}`));
      expect(found, `at ${place}, among:\n${problems.map(shown).join("\n")}`).toBeDefined();
      expect(found?.place?.file).toBe(project.labFile);
      if (next !== undefined) expect(found?.next).toContain(next);
    });
  });
}
