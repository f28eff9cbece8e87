import type { MachineName } from "./machines.ts";

/** A server in the picture of a stage. */
export interface TopologyServer {
  name: string;
  type: MachineName;
  services: string[];
  /** Other servers that it asks. */
  asks: string[];
  networks: string[];
}

/** Who is there and who asks whom. */
export interface Topology {
  /** Server that users reach first, and at which port; others that share its name with it. */
  entry: { server: string; port: number; beside?: string[] };
  servers: TopologyServer[];
}
