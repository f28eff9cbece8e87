import type { Lab } from "../model/lab.ts";
import type { PlannedLoad } from "../model/plan.ts";

/** How long one step of the search for the knee lasts. */
const stepMs = 3000;
const quickStepMs = 1500;

/** A lab's load with its journeys put in, scaled for `--quick`. */
export function plannedLoad(lab: Lab, name: string, quick: boolean): PlannedLoad {
  const load = lab.loads.find((candidate) => candidate.name === name);
  if (!load) throw new Error(`load ${name} was not checked`);
  if (load.kind === "peak")
    return { kind: "peak", name, path: load.path, stopAt: load.stopAt, stepMs: quick ? quickStepMs : stepMs };
  return {
    ...load,
    ratePerS: load.ratePerS * (quick ? lab.quick.rate : 1),
    mix: load.mix.map(({ journey, weight }) => {
      const found = lab.journeys.find((candidate) => candidate.name === journey);
      if (!found) throw new Error(`journey ${journey} was not checked`);
      return { journey, weight, steps: found.steps };
    }),
  };
}
