import type { Problem } from "../../model/errors.ts";
import type { Lab } from "../../model/lab.ts";
import type { YamlSource } from "../source/yaml.ts";
import { measurements } from "./after.ts";

/** Measurements that nobody is asked to predict, though the lab gives no reason. `source` is its lab.yaml. */
export function checkPredicted(lab: Lab, source: YamlSource): Problem[] {
  return measurements(lab).flatMap(({ id, unpredicted }) => {
    if (unpredicted) return [];
    const at = lab.steps.findIndex((step) => step.id === id);
    const predicted = lab.steps
      .slice(0, at)
      .some((step) => step.kind === "predict" && step.subject?.during?.step === id);
    if (predicted) return [];
    return [
      {
        what: `nobody is asked to predict what "${id}" measures`,
        place: source.placeOf(["steps", at]),
        next: "put a predict step before it (a number, or a choice between two models), or say why not: unpredicted: {en: …, ko: …}",
      },
    ];
  });
}
