import type { PhaseName } from "../model/lab.ts";
import type { UnsoundCode } from "../model/measurement.ts";

/** A reason not to trust a step's figures, before it is told where it belongs. */
export interface Doubt {
  code: UnsoundCode;
  text: string;
  capacityOnly?: boolean;
  /** The phases it touches; all of them when absent. */
  phases?: PhaseName[];
}
