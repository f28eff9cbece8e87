import { LabError } from "../../model/errors.ts";
import type { Fault, Strike } from "../fault.ts";
import { loopsProgram, measureLoops } from "../machine/busy-loops.ts";
import { domainsOf, whereIs } from "../machine/domain.ts";
import { pythonCommand } from "../machine/python.ts";
import { readQuotas } from "../machine/quota.ts";
import { mustRun, settled } from "../states.ts";

/** Three periods of a processor limit. */
const lookS = 0.3;
/** With a busy server they get their share of its limit only; less than this is as good as nothing. */
const leastShare = 0.05;

interface Noise {
  name: string;
  where: string;
  cores: number;
  helper?: string;
}

const noted = ({ notes }: Strike) => JSON.parse(notes.get("noise")!) as Noise[];

async function bites({ cores, helper }: Noise, strike: Strike): Promise<boolean> {
  const { reach } = strike;
  if (!(await reach.containers.state(helper!)).running) return false;
  const { got, took, loops } = await measureLoops(helper!, lookS, reach);
  return loops > 0 && got / took >= leastShare * Math.min(cores, loops);
}

/** Busy loops under the target's own processor limit: they use up what is meant for the server. */
export const noisyNeighbour: Fault = {
  kind: "noisy-neighbour",
  async warm({ reach }) {
    await reach.helpers.warm({ kind: "machine" });
  },
  async plan(strike) {
    await mustRun(strike);
    const domains = domainsOf(strike);
    const where = await Promise.all(domains.map((domain) => whereIs(domain, strike)));
    const cores = await readQuotas(where, strike.reach);
    const noise = domains.map(({ name }, index): Noise => {
      const most = cores[index];
      if (most !== undefined) return { name, where: where[index]!, cores: most };
      throw new LabError("fault", `${name} has no processor limit: the whole machine would be kept busy`, {
        next: "give it `cpus` in the stage's compose file",
      });
    });
    strike.notes.set("noise", JSON.stringify(noise));
    return [{ do: "helpers" }];
  },
  async inject(strike) {
    const { id, ttlMs, reach, notes } = strike;
    const count = Number(strike.params.processes);
    const started = await settled(
      noted(strike).map(async (one): Promise<Noise> => {
        const args = { where: one.where, count, fault: id, seconds: ttlMs / 1000 };
        const command = pythonCommand(loopsProgram, args);
        return { ...one, helper: await reach.helpers.start({ kind: "machine" }, id, command) };
      }),
    );
    notes.set("noise", JSON.stringify(started));
    const where = started.map(({ name, cores }) => `the ${cores} cores of ${name}`).join(", ");
    return `${count} busy ${count === 1 ? "loop" : "loops"} in ${where}`;
  },
  async verify(strike) {
    return (await Promise.all(noted(strike).map((one) => bites(one, strike)))).every(Boolean);
  },
  // its acts prove that the loops are gone
  gone: async () => true,
};
