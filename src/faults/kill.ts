import type { Fault } from "./fault.ts";
import { all, healthyWithin } from "./states.ts";

/** SIGKILL to every container of the target; the revert starts them again. */
export const kill: Fault = {
  kind: "kill",
  async inject(target, _params, reach) {
    const { containers: port } = reach;
    await Promise.all(target.containers.map((container) => port.kill(container.id)));
    let reverted = false;
    return {
      detail: `killed ${target.containers.map((container) => container.service).join(", ")}`,
      verify: () => all(target.containers, port, (state) => !state.running),
      async revert() {
        if (reverted) return;
        await Promise.all(target.containers.map((container) => port.start(container.id)));
        reverted = true;
      },
      healed: (deadlineMs, signal) => healthyWithin(target.containers, deadlineMs, signal, reach),
    };
  },
};
