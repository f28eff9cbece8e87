import type { EngineDecision } from "../docker/engine/decide.ts";
import type { EngineHandle } from "../docker/engine/handle.ts";
import type { KernelAbilities } from "../docker/kernel.ts";

/** One thing the doctor looked at. `error`: something needed is missing; `warn`: something works less well. */
export interface Check {
  id: string;
  state: "ok" | "warn" | "error";
  what: string;
  /** The command, or the act, that mends it. */
  mend?: string;
}

const gib = 2 ** 30;
const leastDisk = { error: 1 * gib, warn: 5 * gib };
const leastMemoryMiB = 2048;

const oneDigit = (bytes: number) => (bytes / gib).toFixed(1);

/** Free space where `folder` is (or will be). */
export function judgeDisk(id: string, folder: string, freeBytes: number): Check {
  const what = `${oneDigit(freeBytes)} GiB free for ${folder}`;
  const mend = `free some space there; ./lab clean and ./lab uninstall remove what is ours`;
  if (freeBytes < leastDisk.error) return { id, state: "error", what, mend };
  if (freeBytes < leastDisk.warn) return { id, state: "warn", what, mend };
  return { id, state: "ok", what };
}

/** Memory that could be had now. */
export function judgeMemory(availableMiB: number, totalMiB: number): Check {
  const what = `${availableMiB} of ${totalMiB} MiB of memory available`;
  if (availableMiB >= leastMemoryMiB) return { id: "memory", state: "ok", what };
  return { id: "memory", state: "warn", what, mend: "close other programs: larger stages may not fit" };
}

/** The load generator and the servers share the cores. */
export function judgeCores(cores: number): Check {
  if (cores >= 2) return { id: "cores", state: "ok", what: `${cores} cores` };
  return {
    id: "cores",
    state: "warn",
    what: "1 core: claims about capacity will be invalid",
    mend: "give the machine two cores",
  };
}

/** Linux on x64 is what the labs are proved on. */
export function judgePlatform(os: string, arch: string): Check {
  if (os === "linux" && arch === "x64") return { id: "platform", state: "ok", what: `${os} ${arch}` };
  return { id: "platform", state: "warn", what: `${os} ${arch}: expected to work, but not tested` };
}

/** The engine that runs, or why there is none. */
export function judgeEngine(engine: EngineHandle | undefined, decision: EngineDecision): Check[] {
  if (!engine) {
    if (decision.kind === "refuse") {
      return [{ id: "engine", state: "error", what: decision.what, mend: decision.next }];
    }
    return [{ id: "engine", state: "error", what: "no container engine runs", mend: "./lab engine start" }];
  }
  const kind = engine.private ? "private engine" : "your own Docker";
  const checks: Check[] = [
    { id: "engine", state: "ok", what: `${kind} ${engine.version} at ${engine.dockerHost}` },
    { id: "compose", state: "ok", what: `Compose ${engine.composeVersion}` },
  ];
  const cgroup = `cgroup v${engine.cgroupVersion}, ${engine.cgroupDriver} driver`;
  checks.push(
    engine.cpuQuota
      ? { id: "cpu-quota", state: "ok", what: `CPU limits work (${cgroup})` }
      : {
          id: "cpu-quota",
          state: "error",
          what: `the engine cannot limit CPU time (${cgroup}): servers of equal size cannot be made`,
          mend: "boot a kernel with CONFIG_CFS_BANDWIDTH, and delegate the cpu controller to the engine",
        },
  );
  return checks;
}

/** Which way network delay can take on this kernel. */
export function judgeKernel(kernel: KernelAbilities): Check {
  const id = "network-faults";
  if (kernel.netem) return { id, state: "ok", what: "network faults: kernel netem" };
  if (kernel.nfqueue)
    return { id, state: "ok", what: "network faults: packet queue (this kernel has no netem)" };
  if (kernel.netem === undefined || kernel.nfqueue === undefined) {
    return { id, state: "ok", what: "network faults: not tried here (needs root, tc and iptables on Linux)" };
  }
  return {
    id,
    state: "warn",
    what: "neither netem nor NFQUEUE in this kernel: faults that delay packets cannot be injected",
    mend: "modprobe sch_netem, or boot a kernel that has it",
  };
}
