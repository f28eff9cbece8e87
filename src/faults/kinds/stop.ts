import type { Fault } from "../fault.ts";
import { all, mustRun, serviceNames, startActs } from "../states.ts";

/** Every container of the target ends in order, in its own grace period; the revert starts them again. */
export const stop: Fault = {
  kind: "stop",
  async plan(strike) {
    await mustRun(strike);
    return startActs(strike.target);
  },
  async inject({ target, reach }) {
    const from = reach.now();
    await Promise.all(target.containers.map(({ id }) => reach.containers.stop(id)));
    return `stopped ${serviceNames(target.containers)} in order, in ${reach.now() - from} ms`;
  },
  verify: ({ target, reach }) => all(target.containers, reach.containers, (state) => !state.running),
  gone: ({ target, reach }) =>
    all(target.containers, reach.containers, (state) => state.running || !state.exists),
};
