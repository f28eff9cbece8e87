import { faultKinds } from "../src/model/fault.ts";

/** One blow of each kind on the scale-out stage, strong enough to be seen. */
const blows: Record<string, { target: string; params?: Record<string, string> }> = {
  noop: { target: "app-1" },
  kill: { target: "app-1" },
  stop: { target: "app-1" },
  pause: { target: "app-1" },
  "process-kill": { target: "app-1", params: { process: "node" } },
  partition: { target: "app-1" },
  latency: { target: "app-1", params: { delay: "200ms" } },
  loss: { target: "app-1", params: { share: "50%" } },
  bandwidth: { target: "app-1", params: { rate: "256kbit" } },
  reset: { target: "app-1" },
  "dns-down": { target: "lb-1" },
  "dns-lie": { target: "lb-1", params: { name: "app-1" } },
  cpu: { target: "app-1" },
  memory: { target: "app-1" },
  "disk-full": { target: "app-1" },
  "noisy-neighbour": { target: "app-1" },
  "traffic-spike": { target: "lb-1", params: { rate: "100" } },
  "slow-query": { target: "db-1" },
  "operator-error": { target: "db-1" },
};

/** Every kind that can be had by hand, with a target; throws when one was added to the table and not here. */
export const everyFault = faultKinds
  .filter((kind) => !kind.stepOnly)
  .map(({ name }) => {
    const blow = blows[name];
    if (!blow) throw new Error(`no blow for the fault ${name}: add one in test/every-fault.ts`);
    return { kind: name, target: blow.target, params: blow.params ?? {} };
  });
