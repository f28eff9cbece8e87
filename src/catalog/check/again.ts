import { sidesOf } from "../../model/again.ts";
import type { Problem } from "../../model/errors.ts";
import { holds } from "../../model/holds.ts";
import type { Claim, Lab } from "../../model/lab.ts";
import { findingsIn } from "../source/problems.ts";
import { valueAt } from "../source/shape.ts";
import type { YamlSource } from "../source/yaml.ts";

const next = "name a stage in mustFailOn, or give the reason: control: {none: …}";

/** What is wrong with `control: aa` of a lab: it must be of a comparison, measurable once more, and able to fail. */
export function checkAgain(lab: Lab, source: YamlSource): Problem[] {
  const findings = findingsIn(source);
  lab.claims.forEach((claim, index) => {
    const path = ["claims", index, "control"];
    if (valueAt(source.value, path) !== "aa") return;
    const what = problemOf(claim);
    if (what !== undefined) findings.add(path, what, next);
  });
  return findings.problems;
}

function problemOf({ subject, again, expect: { op, value } }: Claim): string | undefined {
  if (sidesOf(subject).length === 1) return "an A/A control is of a comparison: this claim compares nothing";
  if (again === undefined)
    return "both sides are measured in the same seconds: measured again, neither could come later";
  // two equal sides are 1 time each other
  return holds(1, op, value)
    ? `one side measured twice gives about 1, and 1 is ${op} ${value}: that could not fail`
    : undefined;
}
