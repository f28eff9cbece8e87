import type { PeakStep } from "../model/load-records.ts";

export interface Knee {
  steps: PeakStep[];
  kneePerS: number;
  /** The search ended at the connection limit with the throughput still growing. */
  open: boolean;
}

/** `search` steps are short; `confirm` is the long one that the knee is read from. */
export type Purpose = "search" | "confirm";

export interface KneeSearch {
  measure: (connections: number, purpose: Purpose) => Promise<PeakStep>;
  firstConnections: number;
  maxConnections: number;
  cancelled?: () => boolean;
}

/** Growth below which more connections are taken to bring nothing. */
const worthwhile = 1.05;
/** Throughput below this share of the best is past the knee. */
const past = 0.9;

/**
 * Doubles the connections from the first number until a step is outside the limits, or brings clearly less, or
 * twice in a row hardly more throughput; then, after one outside, halves the gap to the last one inside. The best
 * step inside is measured once more, for longer: the highest of several short steps is the luckiest of them.
 */
export async function findKnee(search: KneeSearch): Promise<Knee> {
  const { measure, firstConnections, maxConnections, cancelled = () => false } = search;
  const steps: PeakStep[] = [];
  const take = async (connections: number): Promise<PeakStep> => {
    const step = await measure(connections, "search");
    steps.push(step);
    return step;
  };
  let best = 0;
  let inside = 0;
  let outside = Number.POSITIVE_INFINITY;
  let ended = false;
  let flat = 0;
  for (let count = firstConnections; count <= maxConnections && !ended && !cancelled(); count *= 2) {
    const step = await take(count);
    if (!step.within) {
      outside = count;
      break;
    }
    inside = count;
    flat = step.throughput < best * worthwhile ? flat + 1 : 0;
    ended = flat === 2 || step.throughput < best * past;
    best = Math.max(best, step.throughput);
  }
  const open = outside === Number.POSITIVE_INFINITY && !ended;
  while (outside !== Number.POSITIVE_INFINITY && outside - inside > Math.max(1, inside / 4) && !cancelled()) {
    const step = await take(Math.floor((inside + outside) / 2));
    if (step.within) inside = step.connections;
    else outside = step.connections;
  }
  return { steps, kneePerS: await confirmed(search, steps), open };
}

async function confirmed({ measure, cancelled }: KneeSearch, steps: PeakStep[]): Promise<number> {
  const inside = steps.filter((step) => step.within).sort((a, b) => b.throughput - a.throughput);
  // a service at its limit may fall outside when it is held there: then the next best tells
  for (const { connections } of inside) {
    if (cancelled?.()) return 0;
    const step = await measure(connections, "confirm");
    steps.push(step);
    if (step.within) return step.throughput;
  }
  return 0;
}
