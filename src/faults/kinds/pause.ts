import type { Fault } from "../fault.ts";
import { allFrozen } from "../machine/frozen.ts";
import { all, mustRun, serviceNames, settled } from "../states.ts";

/** Every process of the target is frozen; the revert lets them go on where they were. */
export const pause: Fault = {
  kind: "pause",
  async warm({ abilities, reach }) {
    if (abilities.has.privileged) await reach.helpers.warm({ kind: "machine" });
  },
  async plan(strike) {
    await mustRun(strike);
    return strike.target.containers.map(({ id }) => ({ do: "unpause", container: id }));
  },
  async inject({ target, reach }) {
    await settled(target.containers.map(({ id }) => reach.containers.pause(id)));
    return `froze ${serviceNames(target.containers)}`;
  },
  async verify({ target, abilities, reach }) {
    const states = await Promise.all(target.containers.map(({ id }) => reach.containers.state(id)));
    if (!states.every((state) => state.paused)) return false;
    // the engine refuses commands inside a paused container by itself, which would prove nothing
    if (!abilities.has.privileged) return true;
    return allFrozen(
      states.map((state) => state.pid),
      reach,
    );
  },
  gone: ({ target, reach }) => all(target.containers, reach.containers, (state) => !state.paused),
};
