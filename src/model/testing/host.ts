import type { HostFingerprint } from "../event.ts";

/** A host for tests that need one to be on record. */
export const someHost: HostFingerprint = {
  cores: 2,
  memoryMiB: 8000,
  kernel: "k",
  platform: "p",
  engine: "28",
  compose: "2",
  cgroup: "v1",
  node: "v20",
};
