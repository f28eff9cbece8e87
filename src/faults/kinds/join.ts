import type { Fault } from "../fault.ts";
import { all, serviceNames } from "../states.ts";

/** A server that was off is started under load: growth, not harm, but injected, proved and timed in the same way. */
export const join: Fault = {
  kind: "join",
  async warm({ target, reach }) {
    await Promise.all(target.containers.map(({ id }) => reach.containers.kill(id)));
  },
  // a server that has joined stays
  plan: async () => [],
  async inject({ target, reach }) {
    await Promise.all(target.containers.map(({ id }) => reach.containers.start(id)));
    return `started ${serviceNames(target.containers)}`;
  },
  verify: ({ target, reach }) => all(target.containers, reach.containers, (state) => state.running),
  gone: async () => true,
};
