import type { Ability } from "./abilities.ts";
import type { FaultParam, ParamProblem, Params } from "./fault-params.ts";

/** What a fault keeps to itself while it is on: a second one that needs the same thing of the same container is refused. */
export type Hold = "life" | "cpu" | "memory" | "disk" | "qdisc" | "dns" | "none";

/** What a fault is aimed at when nobody says otherwise. */
export type Aim = "server" | "database" | "entry";

/** A kind of fault and what it takes. The faults room implements each; schema, help and docs read this. */
export interface FaultKind {
  name: string;
  /** What it does, in a line. */
  does: string;
  /** How its effect is proved. */
  proof: string;
  /** How it goes away, whatever becomes of us. */
  heals: string;
  aim: Aim;
  holds: Hold;
  /** Each group: at least one of these. */
  needs: readonly (readonly Ability[])[];
  params: Readonly<Record<string, FaultParam>>;
  /** What is wrong with values that are well each by itself. */
  together?: (params: Params) => ParamProblem[];
  /** Part of a lab's steps only. */
  stepOnly?: true;
}
