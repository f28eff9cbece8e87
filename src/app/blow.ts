import { paramsOf } from "../faults/registry.ts";
import { findTarget } from "../faults/target.ts";
import type { FaultState } from "../model/fault.ts";
import type { RunningStage } from "../model/stage.ts";
import type { UserView } from "../model/steady.ts";

/** One fault as somebody wants it. */
export interface Blow {
  kind: string;
  target: string;
  params: Readonly<Record<string, string | number>>;
  forMs: number;
}

/** The contract of `break --json`; instants are ISO 8601, null for what did not happen. */
export interface BlowResult {
  fault: string;
  run: string;
  kind: string;
  target: string;
  params: Readonly<Record<string, string | number>>;
  /** `healed` is the good end. */
  state: FaultState;
  detail: string;
  injectedAt: string | null;
  verifiedAt: string | null;
  revertedAt: string | null;
  healedAt: string | null;
  /** The effect was still there when its time was up; null when it never was. */
  held: boolean | null;
  /** From the order to the proved effect, and from the order to revert to the proved absence. */
  commandToEffectMs: number | null;
  revertToHealthyMs: number | null;
  /** From the order to revert until users saw only good seconds from then on; null when not seen. */
  recoveredMs: number | null;
  users: { before: UserView; during: UserView; after: UserView } | null;
}

/** Says all that is wrong with a blow before anything starts; throws LabError `usage`. */
export function checkBlow(stage: RunningStage, blow: Blow): void {
  paramsOf(blow.kind, blow.params);
  findTarget(stage, blow.target);
}
