import type { Abilities } from "../model/abilities.ts";
import type { Params } from "../model/fault-params.ts";
import type { ContainerPort, HelperPort } from "../model/fault-ports.ts";
import type { RunningStage, StageContainer } from "../model/stage.ts";
import type { Undo } from "../model/undo.ts";

/** What a fault is aimed at: a server, several, or one container of a server. */
export interface FaultTarget {
  name: string;
  /** What runs on it. */
  containers: StageContainer[];
  /** Whose network namespaces are its own. */
  networks: StageContainer[];
  /** Names of the servers it belongs to. */
  servers: string[];
}

/** What a fault may use. */
export interface Reach {
  containers: ContainerPort;
  helpers: HelperPort;
  pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  now: () => number;
}

/** One fault on its way: everything that its kind may look at. */
export interface Strike {
  /** Eight hexadecimal digits: part of the names of chains, labels and files. */
  id: string;
  stage: RunningStage;
  target: FaultTarget;
  params: Params;
  /** How long it lasts at most, if nobody undoes it. */
  ttlMs: number;
  abilities: Abilities;
  reach: Reach;
  /** What a kind wants to remember from one of its steps to the next. */
  notes: Map<string, string>;
}

/**
 * One kind of fault. The order is: `warm`, then `plan` (its acts go to the journal), then `inject`, then `verify`
 * until it holds. Reverting is carrying out the planned acts, by us or by any other process.
 */
export interface Fault {
  kind: string;
  /** Does ahead of time what takes long, and refuses with a LabError `fault` what cannot be done to this target. */
  warm?(strike: Omit<Strike, "id">): Promise<void>;
  /** Looks, changes nothing; answers with what will take the fault away. */
  plan(strike: Strike): Promise<Undo[]>;
  /** Does it; returns, in plain words, what was done. An error leaves it to the planned acts to clear up. */
  inject(strike: Strike): Promise<string>;
  /** True while its effect is there. */
  verify(strike: Strike): Promise<boolean>;
  /** True when its effect is away; for most kinds that is all that `verify` asks, the other way round. */
  gone?(strike: Strike): Promise<boolean>;
}
