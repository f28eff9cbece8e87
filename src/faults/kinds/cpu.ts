import type { Fault, Strike } from "../fault.ts";
import { readQuotas, sameQuota, setQuota, tryQuota } from "../machine/quota.ts";
import { type Squeeze, squeezesOf, squeezeText, undoOf } from "../machine/squeeze.ts";
import { mustRun } from "../states.ts";

const noted = ({ notes }: Strike) => JSON.parse(notes.get("squeezes")!) as Squeeze[];

const tryS = 0.2;
/** A limit is handed out by the period of 100 ms and in slices; a loop may get a part of the next one, too. */
const mostCpuS = (cores: number, tookS: number) => cores * (tookS + 0.1) + 0.01;

/** By a process of the container, if it has one. */
async function whereOf({ parent, container }: Squeeze, { reach }: Strike): Promise<string | undefined> {
  if (parent !== undefined) return parent;
  const { running, pid } = await reach.containers.state(container!);
  return running ? String(pid) : undefined;
}

/** Cores that the kernel holds; the engine's word where nobody may look, or where nothing runs. */
async function held(squeezes: readonly Squeeze[], strike: Strike): Promise<(number | undefined)[]> {
  const { reach, abilities } = strike;
  const where = await Promise.all(squeezes.map((one) => whereOf(one, strike)));
  const asked = abilities.has.privileged ? where.filter((one) => one !== undefined) : [];
  const found = asked.length > 0 ? await readQuotas(asked, reach) : [];
  return Promise.all(
    squeezes.map(async ({ container }, index) => {
      const at = asked.indexOf(where[index] ?? "");
      return at >= 0 ? found[at] : (await reach.containers.limits(container!)).cpus;
    }),
  );
}

/** A loop of our own gets no more than what was left; once, because it takes from what the server has. */
async function loopGetsNoMore(squeezes: readonly Squeeze[], strike: Strike): Promise<boolean> {
  for (const squeeze of squeezes.filter((one) => !one.inner)) {
    const where = await whereOf(squeeze, strike);
    if (where === undefined) continue;
    const { got, took } = await tryQuota(where, strike.id, tryS, strike.reach);
    if (got > mostCpuS(squeeze.after, took)) return false;
  }
  return true;
}

/** Most of the target's processor time is taken away, by its own limit. */
export const cpu: Fault = {
  kind: "cpu",
  async warm({ abilities, reach }) {
    if (abilities.has.privileged) await reach.helpers.warm({ kind: "machine" });
  },
  async plan(strike) {
    await mustRun(strike);
    const squeezes = await squeezesOf(strike);
    strike.notes.set("squeezes", JSON.stringify(squeezes));
    return undoOf(squeezes);
  },
  async inject(strike) {
    const { reach } = strike;
    const squeezes = noted(strike);
    for (const { container, parent, after } of squeezes) {
      if (parent !== undefined) await setQuota(parent, after, reach);
      else await reach.containers.setCpus(container!, after);
    }
    return squeezeText(squeezes);
  },
  async verify(strike) {
    const squeezes = noted(strike);
    const cores = await held(squeezes, strike);
    if (!squeezes.every((one, index) => sameQuota(one.after, cores[index]))) return false;
    if (strike.notes.has("tried") || !strike.abilities.has.privileged) return true;
    if (!(await loopGetsNoMore(squeezes, strike))) return false;
    strike.notes.set("tried", "yes");
    return true;
  },
  async gone(strike) {
    const { reach } = strike;
    const squeezes = noted(strike);
    const states = await Promise.all(
      squeezes.map((one) =>
        one.container === undefined ? undefined : reach.containers.state(one.container),
      ),
    );
    const there = squeezes.filter((_, index) => states[index]?.exists ?? true);
    const cores = await held(there, strike);
    // a shared limit that is gone went with its run
    return there.every(
      ({ before, parent }, index) =>
        sameQuota(before, cores[index]) || (parent !== undefined && cores[index] === undefined),
    );
  },
};
