import type { Problem } from "../../model/errors.ts";
import type { Lab } from "../../model/lab.ts";
import type { YamlSource } from "../source/yaml.ts";
import type { LabTexts } from "../texts.ts";
import { checkBefore } from "./before.ts";
import { checkPredicted } from "./predicted.ts";

/**
 * Show, then tell: a prediction before each measurement, and no outcome in the text before it. Errors in a lab of
 * `form: 2`, warnings in the others. `source` is the lab's lab.yaml.
 */
export function checkForm(lab: Lab, source: YamlSource, texts: readonly LabTexts[]): Problem[] {
  const found = [...checkPredicted(lab, source), ...texts.flatMap((one) => checkBefore(lab, one))];
  return lab.form === 2 ? found : found.map((problem) => ({ ...problem, severity: "warning" }));
}
