/** What the warm-up needs of its surroundings. */
export interface WarmUp {
  /** Loads the service for a while; answers with the requests a second that it served well. */
  measure: () => Promise<number>;
  /** Milliseconds. */
  now: () => number;
  /** It lasts at least so long, and at most so long: a service that never settles is measured as it is. */
  atLeastMs: number;
  atMostMs: number;
  cancelled?: () => boolean;
}

/** So many parts, and as many before them, are compared. */
const window = 3;
/** Throughput that grew by less than this from one window to the next is level. */
const growth = 1.03;

/**
 * Loads a service until its throughput no longer grows, and says whether it came to that: code that is still being
 * compiled would pass for a small knee, and on a slow processor compiling takes long.
 */
export async function warmUp({
  measure,
  now,
  atLeastMs,
  atMostMs,
  cancelled = () => false,
}: WarmUp): Promise<boolean> {
  const startMs = now();
  const parts: number[] = [];
  while (!cancelled()) {
    parts.push(await measure());
    const lastedMs = now() - startMs;
    if (lastedMs >= atLeastMs && isLevel(parts)) return true;
    if (lastedMs >= atMostMs) return false;
  }
  return false;
}

// sums of several parts: a single one is now a little more, now a little less
function isLevel(parts: readonly number[]): boolean {
  const sum = (some: readonly number[]) => some.reduce((total, part) => total + part, 0);
  const last = sum(parts.slice(-window));
  const before = sum(parts.slice(-2 * window, -window));
  return parts.length >= 2 * window && last <= before * growth;
}
