/** What the engine says about itself and the machine it runs on. */
export interface EngineFacts {
  version: string;
  product: "docker" | "podman";
  /** It runs as a user, in a user namespace. */
  rootless: boolean;
  cgroupDriver: string;
  cgroupVersion: "1" | "2";
  /** The kernel can limit CPU time (CFS quota). */
  cpuQuota: boolean;
  cpus: number;
  memoryMiB: number;
  kernel: string;
  operatingSystem: string;
}

/** A container engine that answers, and how to speak to it. */
export interface EngineHandle extends EngineFacts {
  /** `unix:///…`, `npipe:///…` or `tcp://127.0.0.1:…` */
  dockerHost: string;
  /** Ours (the machine's one private engine), not the user's own Docker. */
  private: boolean;
  composeVersion: string;
  /** Absolute path of a Docker CLI that works, `compose` too, with only DOCKER_HOST set. */
  cli: string;
  /** What child processes need on top of the environment: DOCKER_HOST, DOCKER_CONFIG, PATH and, for the user's Docker, HOME. */
  env: Record<string, string>;
  /** The proxies in the user's Docker settings, as variables; empty for the private engine. */
  proxies: Record<string, string>;
}
