import type { MachineName } from "./machines.ts";

/** What a server is for; faults find their target by it. */
export type ServerRole = "entry" | "app" | "database";

/** One "server" of a stage: a machine type and the compose services that run on it. */
export interface ServerSpec {
  name: string;
  type: MachineName;
  /** Compose service names, the ones that faults may touch. */
  services: string[];
  /** The service that owns the server's network namespace; faults never kill it. */
  sandbox?: string;
  /** Variable of the shared cgroup parent, when several services share one quota. */
  cgroupVariable?: string;
  role?: ServerRole;
  /** A size-capped volume of its own, as one of its services sees it: what may be filled. */
  disk?: { service: string; path: string };
}

/** A service of a stage that is part of no server. */
export interface StageHelper {
  service: string;
  /** Its limit; 0 when it says none. */
  memoryMiB: number;
}

/** A stage with one variant applied, as the catalog found it on disk. */
export interface Stage {
  name: string;
  variant?: string;
  /** Absolute paths: compose.yaml first, then the variant's override. */
  files: string[];
  /** Where users arrive. `host`: what clients inside connect to instead of the service's name; may hold variables. */
  entry: { service: string; port: number; host?: string };
  /** The network that the client container joins, its reserved share of the cores, and the service it asks for names. */
  client: { network: string; cpus: number; dns?: string };
  servers: ServerSpec[];
  /** Image names (of images.yaml) that its services need. */
  images: string[];
  /** Services that are no server and cost nothing: one-shots, an operator's laptop. */
  helpers?: StageHelper[];
  /** Groups of servers that can be lost together, such as a site: name -> servers. */
  zones?: Record<string, string[]>;
  /** What `bench` breaks: by convention the first app server is killed. */
  standardFault?: { kind: string; target: string };
}

/** A container of a stage that is up. */
export interface StageContainer {
  id: string;
  name: string;
  service: string;
}

/** A server of a stage that is up. */
export interface RunningServer {
  name: string;
  type: MachineName;
  containers: StageContainer[];
  /** Owns the network namespace that the containers share; faults never kill it. */
  sandbox?: StageContainer;
  role?: ServerRole;
  disk?: { service: string; path: string };
  /** Path of the cgroup whose quota its containers share. */
  cgroup?: string;
  /** Cores that it was given; its machine type's when absent. */
  cpus?: number;
}

/** A stage that is up: only such a one can be loaded, broken and taken down. */
export interface RunningStage {
  alias: string;
  project: string;
  /** Published on the host's loopback. */
  url: string;
  /** What a client inside the stage's network connects to; `service` serves it when the host is not its name. */
  inside: { host: string; port: number; service?: string };
  /** Engine's name of the network that clients join. */
  clientNetwork: string;
  clientCpus: number;
  /** The service that is the clients' only resolver; the engine's own when absent. */
  clientDns?: string;
  servers: RunningServer[];
  zones?: Record<string, string[]>;
  /** Path of the resolved compose file that brought it up. */
  composeFile: string;
  upMs: number;
}
