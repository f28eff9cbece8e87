import type { EngineDecision } from "../docker/engine/decide.ts";
import type { EngineHandle } from "../docker/engine/handle.ts";
import { type Abilities, type Ability, abilityMeans } from "../model/abilities.ts";
import { faultKinds } from "../model/fault.ts";
import type { AbilitiesHere } from "./abilities-here.ts";

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

/** Whether several containers can share one limit, as it was tried; `why` is what hindered it. */
export function judgeSharedQuota(tried: { works: true } | { works: false; why: string } | undefined): Check {
  const id = "shared-quota";
  if (tried === undefined) {
    const what = "limits that containers share: not known yet: tried when the first stage comes up";
    return { id, state: "ok", what };
  }
  if (tried.works) return { id, state: "ok", what: "containers of one server can share a limit" };
  return {
    id,
    state: "warn",
    what: `containers of one server cannot share a limit (${tried.why}): claims that need one stay unknown`,
    mend: "use an engine with the cgroupfs or systemd driver, and cgroups that its containers may write to",
  };
}

/** How fast containers compute, beside the machine that waits were written for. */
export function judgeSpeed(slowness: number | undefined, times: number): Check[] {
  if (slowness === undefined) return [];
  const id = "speed";
  const beside =
    slowness >= 1 ? `${slowness.toFixed(1)} times slower` : `${(1 / slowness).toFixed(1)} times faster`;
  const what = `containers compute ${beside} than on the machine that the labs were written on`;
  if (times <= 1) return [{ id, state: "ok", what }];
  return [
    {
      id,
      state: "warn",
      what: `${what}: starts are waited for ${times} times as long, claims about speed may be invalid`,
      mend: "close other programs; STAGECRAFT_PATIENCE=N sets how many times as long to wait",
    },
  ];
}

/** What faults can build on at the engine, as it was tried there. */
export function judgeAbilities(known: AbilitiesHere): Check[] {
  const id = "network-faults";
  if ("unknown" in known) {
    const what = `network faults: not known yet: tried when the first fault is prepared (${known.unknown})`;
    return [{ id, state: "ok", what }];
  }
  const { has, cgroup } = known.abilities;
  if (has.netem) return [{ id, state: "ok", what: "network delay: kernel netem" }, judgeLacks(has, cgroup)];
  if (has.nfqueue) {
    const what = "network delay: packet queue (this kernel has no netem)";
    return [{ id, state: "ok", what }, judgeLacks(has, cgroup)];
  }
  const delay: Check = {
    id,
    state: "warn",
    what: "neither netem nor NFQUEUE in the engine's kernel: packets cannot be delayed",
    mend: "modprobe sch_netem, or boot a kernel that has it",
  };
  return [delay, judgeLacks(has, cgroup)];
}

/** Ways to delay have a check of their own; nothing that is offered builds on the rest. */
const watched: readonly Ability[] = ["iptables", "reject", "statistic", "ifb", "tbf", "privileged"];

function judgeLacks(has: Abilities["has"], cgroup: Abilities["cgroup"]): Check {
  const id = "fault-abilities";
  const missing = watched.filter((one) => !has[one]);
  const lacks = missing.map((one) => abilityMeans[one]);
  if (cgroup === "none" && has.privileged) lacks.push("the host's cgroups in a privileged helper");
  if (lacks.length === 0) {
    return { id, state: "ok", what: `all that faults build on is there (cgroup ${cgroup})` };
  }
  const lost = faultKinds.filter((kind) => kind.needs.some((group) => group.every((one) => !has[one])));
  return {
    id,
    state: "warn",
    what: `missing at the engine: ${lacks.join(", ")}`,
    mend: `boot a kernel that has them, or do without: ${lost.map((kind) => kind.name).join(", ") || "no fault is lost"}`,
  };
}
