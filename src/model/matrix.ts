import type { BenchPart } from "./bench.ts";
import type { PhaseLengths } from "./lab.ts";
import type { PlannedLoad } from "./plan.ts";

/** The one measuring step of a matrix's runs. */
export const matrixStep = "under-fault";

/** What every stage is put through under every fault; the same value makes cells comparable. */
export interface MatrixWorkload {
  load: Extract<PlannedLoad, { kind: "open" }>;
  phases: PhaseLengths & { warmupMs: number };
}

/** A kind of fault with its parameters, as they were written. */
export interface AskedFault {
  kind: string;
  params: Record<string, string>;
  /** `kind` or `kind:param=value,…`, always written in the same way. */
  label: string;
}

/** Where a fault strikes a stage, and with which parameters. */
export interface Strike {
  target: string;
  params: Record<string, string>;
}

/** One run of a matrix: a stage, come up fresh, under one fault (its label), in one round of repeats (from 0). */
export interface MatrixPart extends BenchPart {
  fault: string;
}
