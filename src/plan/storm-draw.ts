import type { FaultKind } from "../model/fault-kind.ts";
import type { Random } from "../model/seed.ts";
import type { RunningServer } from "../model/stage.ts";

/** A server as the draw sees it. */
export type StormTarget = Pick<RunningServer, "name" | "role" | "disk">;

type Written = Record<string, string>;

const between = (random: Random, least: number, most: number): number => least + random.int(most - least + 1);

const noParams = (): Written => ({});

/**
 * What a storm draws of its own accord, with parameters as they would be written. Kinds that are not here do nothing
 * (noop), need words that only a person can give, or damage data: they strike only when they are named.
 */
const draws: Readonly<Record<string, (random: Random) => Written>> = {
  kill: noParams,
  stop: noParams,
  pause: noParams,
  partition: (random) => ({ direction: ["both", "in", "out"][random.int(3)]! }),
  latency(random) {
    const delay = between(random, 50, 300);
    return { delay: `${delay}ms`, jitter: `${random.int(Math.floor(delay / 5) + 1)}ms` };
  },
  loss: (random) => ({ share: `${between(random, 5, 50)}%` }),
  bandwidth: (random) => ({ rate: `${between(random, 256, 4096)}kbit` }),
  reset: (random) => ({ share: `${between(random, 20, 100)}%` }),
  "dns-down": noParams,
  cpu: (random) => ({ to: `${between(random, 10, 50)}%` }),
  memory: noParams,
  "disk-full": noParams,
  "noisy-neighbour": (random) => ({ processes: `${between(random, 1, 3)}` }),
  "traffic-spike": (random) => ({ rate: `${between(random, 100, 400)}` }),
  "slow-query": (random) => ({ sessions: `${between(random, 1, 3)}` }),
};

/** True for the kinds that are drawn when nobody names any. */
export function isDrawn(kind: string): boolean {
  return kind in draws;
}

/** Parameters within sensible ranges; none for a kind that is only had by name. */
export function drawParams(kind: string, random: Random): Written {
  return draws[kind]?.(random) ?? {};
}

/** True when a fault of that kind makes sense on that server. */
export function fits(kind: FaultKind, target: StormTarget): boolean {
  if (kind.aim !== "server") return target.role === kind.aim;
  return kind.holds !== "disk" || target.disk !== undefined;
}
