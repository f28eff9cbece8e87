import type { Fault } from "./fault.ts";
import { all, healthyWithin } from "./states.ts";

/** A server that was off is started under load: growth, not harm, but injected, proved and timed in the same way. */
export const join: Fault = {
  kind: "join",
  async prepare(target, { containers: port }) {
    await Promise.all(target.containers.map((container) => port.kill(container.id)));
  },
  async inject(target, _params, reach) {
    await Promise.all(target.containers.map((container) => reach.containers.start(container.id)));
    return {
      detail: `started ${target.containers.map((container) => container.service).join(", ")}`,
      verify: () => all(target.containers, reach.containers, (state) => state.running),
      // a server that has joined stays
      revert: async () => {},
      healed: (deadlineMs, signal) => healthyWithin(target.containers, deadlineMs, signal, reach),
    };
  },
};
