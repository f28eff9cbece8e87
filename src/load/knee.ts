import type { PeakStep } from "../model/load-records.ts";

export interface Knee {
  steps: PeakStep[];
  kneePerS: number;
  /** The search ended at the connection limit with the throughput still growing. */
  open: boolean;
}

/** Growth below which more connections are taken to bring nothing. */
const worthwhile = 1.05;

/**
 * Doubles the connections from the first number until a step is outside the limits, or twice in a row brings hardly more
 * throughput; then halves the gap between the last step inside and the first outside. The knee is the
 * highest throughput of any step inside.
 */
export async function findKnee(
  measure: (connections: number) => Promise<PeakStep>,
  firstConnections: number,
  maxConnections: number,
  cancelled: () => boolean = () => false,
): Promise<Knee> {
  const steps: PeakStep[] = [];
  const take = async (connections: number): Promise<PeakStep> => {
    const step = await measure(connections);
    steps.push(step);
    return step;
  };
  let best = 0;
  let inside = 0;
  let outside = Number.POSITIVE_INFINITY;
  let flat = 0;
  for (let connections = firstConnections; connections <= maxConnections && !cancelled(); connections *= 2) {
    const step = await take(connections);
    if (!step.within) {
      outside = connections;
      break;
    }
    inside = connections;
    flat = step.throughput < best * worthwhile ? flat + 1 : 0;
    best = Math.max(best, step.throughput);
    if (flat === 2) break;
  }
  const open = outside === Number.POSITIVE_INFINITY && flat < 2;
  while (outside !== Number.POSITIVE_INFINITY && outside - inside > Math.max(1, inside / 4) && !cancelled()) {
    const step = await take(Math.floor((inside + outside) / 2));
    if (step.within) inside = step.connections;
    else outside = step.connections;
  }
  const kneePerS = Math.max(0, ...steps.filter((step) => step.within).map((step) => step.throughput));
  return { steps, kneePerS, open };
}
