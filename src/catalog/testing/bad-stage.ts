import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readStage } from "../stage/read-stage.ts";
import { goodStage, placeOf, type TestProject, testProject } from "./project.ts";

/** What is changed in the good stage, where the problem must be told (first occurrence), and in which words. */
export type StageCase = [name: string, from: string, to: string, at: string, what: string, next?: string];

/** A test for each case: the changed stage's problems must contain the one that is told. */
export function stageTells(suite: string, cases: readonly StageCase[]): void {
  describe(suite, () => {
    let project: TestProject;
    beforeEach(() => {
      project = testProject();
    });
    afterEach(() => project.remove());

    it.each(cases)("%s", (_name, from, to, at, what, next) => {
      expect(goodStage).toContain(from);
      const text = goodStage.replace(from, () => to);
      project.write("compose/pair/compose.yaml", text);
      const read = readStage(project.composeDir, "pair");
      const problems = "problems" in read ? read.problems : [];
      const found = problems.find(
        ({ what: told, place }) =>
          `${place?.line}:${place?.column}` === placeOf(text, at) && told.startsWith(what),
      );
      expect(found, `at ${placeOf(text, at)}, among ${JSON.stringify(problems, null, 1)}`).toBeDefined();
      if (next !== undefined) expect(found?.next).toContain(next);
    });
  });
}
