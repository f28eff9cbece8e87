import { findingsIn } from "../catalog/source/problems.ts";
import type { Path, YamlSource } from "../catalog/source/yaml.ts";
import { resolvedStage } from "../catalog/stage/resolved.ts";
import { isUnwritten } from "../catalog/unwritten.ts";
import { type Difference, differencesBetween, differenceText, names } from "../compare/differences.ts";
import { type NeutralStage, neutralStage } from "../compare/neutral.ts";
import { changed, type Setting } from "../compare/setting.ts";
import type { Problem } from "../model/errors.ts";
import type { Claim, Lab, StageDifference } from "../model/lab.ts";

type Findings = ReturnType<typeof findingsIn>;

/**
 * Holds what each control says of itself against the stage files: it differs from the claim's stage in one thing, and
 * in the one that it names. More than one needs a reason (`because`).
 */
export function checkDiffers(lab: Lab, source: YamlSource, composeDir: string): Problem[] {
  const findings = findingsIn(source);
  const stages = new Map<string, NeutralStage | undefined>();
  const stageOf = (alias: string) => {
    if (!stages.has(alias)) stages.set(alias, neutralOf(lab, alias, composeDir));
    return stages.get(alias);
  };
  lab.claims.forEach((claim, index) => {
    claim.mustFailOn.forEach((alias, at) => {
      const [own, other] = [stageOf(claim.subject.on), stageOf(alias)];
      if (!own || !other) return;
      const found = differencesBetween(own, other, stepSettings(lab, claim, alias));
      tell(claim.differs?.[alias], found, ["claims", index, "mustFailOn", at], findings);
    });
  });
  return findings.problems;
}

function neutralOf(lab: Lab, alias: string, composeDir: string): NeutralStage | undefined {
  const named = lab.stages.find((one) => one.alias === alias);
  const compose = named && resolvedStage(composeDir, named.stage, named.variant);
  // files carry no project's name yet, and their paths are relative
  return compose && neutralStage(compose, { project: "stage", root: composeDir });
}

/** What the claim's step itself does otherwise on the two stages. */
function stepSettings(lab: Lab, { subject }: Claim, alias: string): Setting[] {
  const step = lab.steps.find(({ id }) => id === subject.during?.step);
  if (step?.kind !== "measure") return [];
  const of = (on: string) => ({
    target: step.fault && (step.fault.targets.byStage[on] ?? step.fault.targets.default),
    joins: step.joins?.[on],
  });
  return changed("fault", of(subject.on), of(alias));
}

const listed = (found: readonly Difference[]): string => {
  const shown = found.slice(0, 4).map((one) => differenceText(one));
  return [...shown, ...(found.length > 4 ? [`and ${found.length - 4} more`] : [])].join("; ");
};

function tell(
  said: StageDifference | undefined,
  found: readonly Difference[],
  path: Path,
  { add }: Findings,
): void {
  if (said && isUnwritten(said.what)) return;
  if (found.length === 0) {
    add(
      path,
      "the control's stage differs in nothing from the claim's",
      "name a stage or variant that lacks the cure",
    );
  } else if (!said) {
    add(path, "the control does not say in what it differs", `{stage: …, differs: …}: ${listed(found)}`);
  } else if (!found.some((one) => names(one, said.what))) {
    add(
      [...path, "differs"],
      `"${said.what}" is nothing in which the stages differ`,
      `they do in: ${listed(found)}`,
    );
  } else if (found.length > 1 && !said.because) {
    add(
      path,
      `the control differs in ${found.length} things: ${listed(found)}`,
      "take a variant that changes one thing, or say why: because: {en: …, ko: …}",
    );
  } else if (found.length === 1 && said.because) {
    add(
      [...path, "because"],
      "the control differs in one thing: that needs no reason",
      "take the reason away",
    );
  }
}
