import type { Comparison } from "./lab.ts";

/** Whether a value compares with a threshold as asked for. */
export function holds(value: number, op: Comparison, threshold: number): boolean {
  switch (op) {
    case "<=":
      return value <= threshold;
    case "<":
      return value < threshold;
    case ">=":
      return value >= threshold;
    case ">":
      return value > threshold;
    case "==":
      return value === threshold;
  }
}
