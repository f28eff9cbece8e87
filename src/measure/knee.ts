import { costAtKnee } from "./cost.ts";
import { type Found, found, missing } from "./figure.ts";
import { generatorAllowance } from "./generator.ts";
import { recordsOf, type StepData } from "./step-data.ts";

/** The highest throughput within the limits; when the search ended still growing, the knee is higher. */
export function knee(data: StepData): Found[] {
  const peaks = recordsOf(data, "peak").sort((a, b) => a.kneePerS - b.kneePerS);
  const peak = peaks[Math.floor((peaks.length - 1) / 2)];
  if (!peak) return [missing("throughput.knee", "all", "the search for the knee did not end")];
  const { kneePerS, steps, open, generatorCores } = peak;
  return [
    { ...found("throughput.knee", "all", kneePerS, steps.length), ...(open ? { atLeast: true } : {}) },
    found("generator.cpu_ratio", "all", generatorCores / generatorAllowance(data), steps.length),
    ...costAtKnee(data.stage, kneePerS),
  ];
}
