import type { UserSecond } from "./steady.ts";

/** A server of a stage that is up, as it is seen from outside. */
export interface ServerLook {
  name: string;
  /** `down`: a container of it does not run; `ill`: its own health check fails. */
  state: "up" | "ill" | "paused" | "down";
  /** Answers of the last second that bear its name. */
  answers: number;
  /** Share of its own processors in use since the look before, 0 … 1; null when nobody knows. */
  cpuShare: number | null;
}

/** How a stage that is up fares, about once a second. */
export interface StageLook {
  users: UserSecond;
  servers: ServerLook[];
  /** Faults that are on. */
  faults: { kind: string; target: string }[];
}
