import { relative, resolve } from "node:path";
import type { Problem } from "../../../model/errors.ts";
import { readText } from "../../source/file.ts";
import { type Findings, findingsIn } from "../../source/problems.ts";
import { checkShape } from "../../source/shape.ts";
import { composeTags, readYaml, type YamlSource } from "../../source/yaml.ts";
import { isPlain, withoutResets } from "../merge.ts";
import { checkPorts } from "../ports.ts";
import { mapsOf } from "../services.ts";
import { stagePath } from "./leaves.ts";
import { stageFile } from "./parts.ts";
import { checkPaths } from "./paths.ts";
import { refusal } from "./refusals.ts";
import { checkVariables } from "./variables.ts";

/**
 * A stage file is a program from a stranger: only keys and values that are known to stay inside the stage are taken, each
 * file by itself, with the files whose services it extends. `folder` is the stage's own.
 */
export function checkAllowed(source: YamlSource, folder: string, seen = new Set<string>()): Problem[] {
  seen.add(source.file);
  const findings = findingsIn(source);
  const value = withoutResets(source.value, source, []);
  if (!isPlain(value)) {
    findings.add([], "is no compose file: it needs services");
    return findings.problems;
  }
  // anchors for the file itself: what is made of them stands, and is checked, where it is used
  const said = Object.fromEntries(
    Object.entries(value).filter(([key]) => !key.startsWith("x-") || key === "x-stagecraft"),
  );
  checkShape(stageFile, said, withRefusals(findings));
  const { "x-stagecraft": extension, ...compose } = said;
  checkVariables(compose, [], findings);
  checkPaths(compose, folder, findings);
  for (const [name, service] of mapsOf(compose.services)) checkPorts(service, ["services", name], findings);
  return [...findings.problems, ...basesOf(compose, folder, seen)];
}

function withRefusals(findings: Findings): Findings {
  return {
    ...findings,
    add(path, what, next, of) {
      const key = String(path.at(-1));
      if (what !== `unknown key "${key}"`) return findings.add(path, what, next, of);
      const { what: why, next: instead } = refusal(key);
      findings.add(path, why, next?.startsWith("did you mean") ? next : instead, "key");
    },
  };
}

/** What is wrong with the files from which services are taken. */
function basesOf(compose: Record<string, unknown>, folder: string, seen: Set<string>): Problem[] {
  const named = [...mapsOf(compose.services).values()].flatMap(({ extends: base }) =>
    isPlain(base) && typeof base.file === "string" ? [resolve(folder, base.file)] : [],
  );
  return [...new Set(named)].flatMap((file) => {
    // what is no file of this stage is refused by its path, and nothing of it is read
    if (seen.has(file) || !stagePath.safeParse(relative(folder, file)).success) return [];
    seen.add(file);
    const read = readText(file);
    if ("problem" in read) return [read.problem];
    const { source, problems } = readYaml(file, read.text, { tags: composeTags, merge: true });
    return [...problems, ...(source ? checkAllowed(source, folder, seen) : [])];
  });
}
