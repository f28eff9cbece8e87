import { LabError } from "../../model/errors.ts";
import { stretched } from "../../model/patience.ts";
import type { Fault, Strike } from "../fault.ts";
import { type Domain, domainsOf, whereIs } from "../machine/domain.ts";
import { greedyProgram, type Said, saidFile } from "../machine/greedy.ts";
import { lookAtMemory, reserveOf } from "../machine/memory.ts";
import { pythonCommand } from "../machine/python.ts";
import { all, mustRun, settled, startActs } from "../states.ts";

const pollMs = 50;
/** Even gigabytes are taken by then. */
const takenWithinMs = 20_000;
const grain = 8 * 1024 ** 2;

const mib = (bytes: number) => `${Math.round(bytes / 1024 ** 2)} MiB`;

interface Squeezed {
  name: string;
  where: string;
  reserve: number;
  containers: string[];
  helper?: string;
}

const noted = ({ notes }: Strike) => JSON.parse(notes.get("squeezed")!) as Squeezed[];
const leaveOf = ({ params }: Strike) => (typeof params.leave === "number" ? params.leave : undefined);

/** A container under a shared limit shares its memory with the rest of its server: they would be hit as well. */
function refusePart(domains: readonly Domain[], { stage, target }: Strike): void {
  const part = stage.servers.find(
    (server) =>
      server.cgroup !== undefined &&
      target.servers.includes(server.name) &&
      !domains.some((one) => one.cgroup === server.cgroup),
  );
  if (part) {
    throw new LabError("fault", `${target.name} shares its memory with everything on ${part.name}`, {
      next: `aim at ${part.name}`,
    });
  }
}

/** The machine must not be harmed, and something must be there to take; throws LabError `fault`. */
async function look(domain: Domain, strike: Strike): Promise<Squeezed> {
  const { reach } = strike;
  const where = await whereIs(domain, strike);
  const { limit, left, host } = await lookAtMemory(where, reach);
  const reserve = reserveOf(host.total);
  const leave = leaveOf(strike);
  if (limit >= host.total) {
    throw new LabError("fault", `${domain.name} has no memory limit: the whole machine would run short`, {
      next: "give it `mem_limit` in the stage's compose file",
    });
  }
  if (left > host.available - reserve) {
    const short = `${mib(left)} would be taken, and the machine has only ${mib(host.available)} to spare`;
    throw new LabError("fault", `${domain.name}: ${short}`, { next: "free some memory of the machine" });
  }
  if (leave !== undefined && left <= leave) {
    throw new LabError("fault", `${domain.name} has only ${mib(left)} left already`, {
      next: `leave less than ${mib(left)}`,
    });
  }
  return { name: domain.name, where, reserve, containers: domain.containers.map((one) => one.id) };
}

/** The counter of a container that ended goes with it: then the engine tells. */
async function endedByKernel({ containers }: Squeezed, { reach }: Strike): Promise<boolean> {
  const states = await Promise.all(containers.map((id) => reach.containers.state(id)));
  return states.some((state) => !state.running && state.oomKilled);
}

/** How a greedy process stands; undefined before it has said so, and after its end. */
async function saidBy({ helper }: Squeezed, { reach }: Strike): Promise<Said | undefined> {
  if (!(await reach.containers.state(helper!)).running) return undefined;
  const { code, output } = await reach.containers.exec(helper!, ["cat", saidFile]);
  return code === 0 ? (JSON.parse(output) as Said) : undefined;
}

async function untilTaken(squeezed: Squeezed, strike: Strike): Promise<string> {
  const { reach } = strike;
  const { name } = squeezed;
  const end = reach.now() + stretched(takenWithinMs);
  for (;;) {
    const said = await saidBy(squeezed, strike);
    const ended = said?.state === "failed" && (await endedByKernel(squeezed, strike));
    if (said?.state === "failed" && !ended) {
      throw new LabError("fault", `the memory of ${name} was not squeezed: ${said.why}`, {
        next: "./lab faults says what this fault needs",
      });
    }
    if (said && (said.state === "struck" || ended))
      return `${name}: the kernel killed after ${mib(said.taken)} were taken`;
    if (said?.state === "holding") return `${name}: ${mib(said.taken)} taken, ${mib(said.left)} left`;
    if (reach.now() >= end) {
      throw new LabError(
        "fault",
        `the memory of ${name} was not taken within ${stretched(takenWithinMs) / 1000} s`,
        {
          next: "try again when the machine is less busy",
        },
      );
    }
    await reach.pause(pollMs);
  }
}

/** A greedy process takes what memory the target's limit still allows, until the kernel kills there. */
export const memory: Fault = {
  kind: "memory",
  async warm({ reach }) {
    await reach.helpers.warm({ kind: "machine" });
  },
  async plan(strike) {
    await mustRun(strike);
    const domains = domainsOf(strike);
    refusePart(domains, strike);
    const squeezed = await Promise.all(domains.map((domain) => look(domain, strike)));
    strike.notes.set("squeezed", JSON.stringify(squeezed));
    return [{ do: "helpers" }, ...startActs(strike.target)];
  },
  async inject(strike) {
    const { id, ttlMs, reach, notes } = strike;
    const started = await settled(
      noted(strike).map(async (one): Promise<Squeezed> => {
        const { where, reserve } = one;
        const args = { where, reserve, fault: id, leave: leaveOf(strike) ?? null, seconds: ttlMs / 1000 };
        const command = pythonCommand(greedyProgram, args);
        return { ...one, helper: await reach.helpers.start({ kind: "machine" }, id, command) };
      }),
    );
    notes.set("squeezed", JSON.stringify(started));
    const results = await Promise.all(started.map((one) => untilTaken(one, strike)));
    return results.join(", ");
  },
  async verify(strike) {
    const leave = leaveOf(strike);
    const bites = noted(strike).map(async (squeezed) => {
      const said = await saidBy(squeezed, strike);
      if (said?.state === "struck") return true;
      if (said?.state === "holding") return leave !== undefined && said.left <= 2 * leave + grain;
      return endedByKernel(squeezed, strike);
    });
    return (await Promise.all(bites)).every(Boolean);
  },
  // its acts prove that the greedy processes are gone, and their memory with them
  gone: ({ target, reach }) =>
    all(target.containers, reach.containers, (state) => state.running || !state.exists),
};
