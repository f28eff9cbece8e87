import type { MeasureKey } from "../model/event.ts";
import type { Action } from "../model/plan.ts";
import type { ActiveFault, RunningLoad } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import type { UserSecond } from "../model/steady.ts";
import type { RunPorts } from "./ports.ts";
import type { Recorder } from "./recorder.ts";

export type MeasureAction = Extract<Action, { kind: "measure" }>;

/** What the parts of one measurement share. */
export interface Measuring {
  action: MeasureAction;
  key: MeasureKey;
  running: RunningStage;
  ports: RunPorts;
  recorder: Recorder;
  load: RunningLoad;
  /** Client's clock minus ours. */
  offsetMs: number;
  signal: AbortSignal;
  /** What users saw so far, by the client's clock. */
  seconds: UserSecond[];
  /** When the baseline began, by the client's clock. */
  baselineAt: number;
  /** The fault that is on; whoever sees it here must revert it. */
  active: ActiveFault | undefined;
}
