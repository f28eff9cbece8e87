import type { ActiveFault, ContainerPort } from "../model/ports.ts";
import type { StageContainer } from "../model/stage.ts";

/** What a fault is aimed at: a whole server, or one container of it. */
export interface FaultTarget {
  name: string;
  /** What runs on it. */
  containers: StageContainer[];
  /** Whose network namespaces are its own. */
  networks: StageContainer[];
}

/** What a fault may use. */
export interface Reach {
  containers: ContainerPort;
  pause: (ms: number, signal: AbortSignal) => Promise<void>;
  now: () => number;
}

/** One kind of fault. `inject` returns when the order is carried out; the proof is `verify`'s. */
export interface Fault {
  kind: string;
  /** What has to be so before the load starts. */
  prepare?(target: FaultTarget, reach: Reach): Promise<void>;
  inject(target: FaultTarget, params: Record<string, string | number>, reach: Reach): Promise<ActiveFault>;
}
