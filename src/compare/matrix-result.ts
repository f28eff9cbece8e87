import type { HostFingerprint } from "../model/event.ts";
import type { MatrixPart, MatrixWorkload, Strike } from "../model/matrix.ts";
import type { CompareRow, UnsoundRepeat } from "./result.ts";
import type { MeasuredPart } from "./rows.ts";

/** One run of a matrix, measured. */
export type MeasuredCell = MeasuredPart & { fault: string };

/** One stage under one fault, before it is judged: where the fault strikes, or why it cannot. */
export interface PlannedCell {
  stage: string;
  /** The fault's label. */
  fault: string;
  strike?: Strike;
  /** Why it cannot be had here. */
  reason?: string;
}

/** How one stage fared under one fault. */
export interface MatrixCell {
  stage: string;
  fault: string;
  /** What was struck; null where nothing could be. */
  target: string | null;
  params: Record<string, string>;
  /** `invalid`: measured, but no repeat can be trusted. */
  state: "measured" | "not-possible" | "invalid";
  /** By the rule; null when it cannot be told. */
  survived: boolean | null;
  /** What spoke against it, why it cannot be told, or why there are no figures. */
  reasons: string[];
  /** Sound repeats, and those that were measured. */
  repeats: number;
  of: number;
}

/** What `matrix --json` prints. */
export interface MatrixResult {
  /** The same key, the same workload, seed and version: cells that may be compared. */
  matrix: string;
  /** Where the record is. */
  dir: string;
  version: string;
  seed: string;
  quick: boolean;
  /** When a stage survived. */
  rule: string;
  workload: MatrixWorkload;
  host: HostFingerprint;
  stages: string[];
  /** Labels of the faults. */
  faults: string[];
  repeats: number;
  /** `fault` is the label; figures of cells that are not possible have no value but a reason. */
  rows: (CompareRow & { fault: string })[];
  cells: MatrixCell[];
  /** Kinds of fault that were not even tried, and why. */
  leftOut: { fault: string; reason: string }[];
  unsound: (UnsoundRepeat & { fault: string })[];
  /** The runs behind it; `before`: finished earlier, not measured again. */
  parts: (MatrixPart & { run: string; runDir: string; before: boolean })[];
  durationS: number;
}
