import type { Fault } from "../fault.ts";
import { all, livesOf, mustRun, serviceNames, settled, startActs } from "../states.ts";

/** Every container of the target ends in order, in its own grace period; the revert starts them again. */
export const stop: Fault = {
  kind: "stop",
  async plan(strike) {
    await mustRun(strike);
    const { target, reach } = strike;
    const ids = target.containers.map((one) => one.id);
    // the engine carries a stop through whatever becomes of us: only a later life is an undone stop
    return startActs(target, ids, await livesOf(ids, reach.containers));
  },
  async inject({ target, reach }) {
    const from = reach.now();
    await settled(target.containers.map(({ id }) => reach.containers.stop(id)));
    return `stopped ${serviceNames(target.containers)} in order, in ${reach.now() - from} ms`;
  },
  verify: ({ target, reach }) => all(target.containers, reach.containers, (state) => !state.running),
  gone: ({ target, reach }) =>
    all(target.containers, reach.containers, (state) => state.running || !state.exists),
};
