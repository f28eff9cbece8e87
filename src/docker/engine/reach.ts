import { messageOf } from "../../model/errors.ts";
import { dockerodeFor } from "./client.ts";
import type { EngineFacts } from "./handle.ts";

/** Whether an engine answers at an address. */
export type Reach =
  | { state: "answers"; facts: EngineFacts }
  | { state: "forbidden"; why: string }
  | { state: "silent"; why: string };

const answerWithinMs = 10_000;

/** Asks an engine who it is. Never throws: silence and refusal are answers too. */
export async function reach(dockerHost: string): Promise<Reach> {
  try {
    const docker = dockerodeFor(dockerHost, { timeout: answerWithinMs });
    const [version, info] = await Promise.all([docker.version(), docker.info()]);
    const parts = version.Components ?? [];
    return {
      state: "answers",
      facts: {
        version: version.Version,
        product: parts.some((part) => /podman/i.test(part.Name)) ? "podman" : "docker",
        rootless: (info.SecurityOptions ?? []).some((option: string) => option.includes("name=rootless")),
        cgroupDriver: info.CgroupDriver,
        cgroupVersion: info.CgroupVersion === "2" ? "2" : "1",
        cpuQuota: info.CpuCfsQuota === true,
        cpus: info.NCPU,
        memoryMiB: Math.floor(info.MemTotal / 2 ** 20),
        kernel: info.KernelVersion,
        operatingSystem: info.OperatingSystem,
      },
    };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const state = code === "EACCES" || code === "EPERM" ? "forbidden" : "silent";
    return { state, why: code ?? messageOf(error) };
  }
}
