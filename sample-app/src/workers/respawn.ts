/** What to do about a worker that died: start another one after so many milliseconds, or give up. */
export type Respawn = { afterMs: number } | "give-up";

/** A worker that served for less than this has died at once. */
const shortestLifeMs = 1000;
const firstPauseMs = 100;
const longestPauseMs = 2000;
const deathsBeforeGivingUp = 5;

/**
 * When to put a new worker in a dead one's place. One that served for a while is replaced soon. Deaths at once, one
 * after the other, double the pause each time (100 ms to 2 s), and after five a worker it is given up: what ends
 * every worker in its first second will not go away by itself.
 * @returns tells what to do about a worker that served for `servedMs`, undefined: that never came to serve
 */
export function createRespawn(workers: number): (servedMs: number | undefined) => Respawn {
  let atOnce = 0;
  return (servedMs) => {
    atOnce = servedMs !== undefined && servedMs >= shortestLifeMs ? 0 : atOnce + 1;
    if (atOnce >= deathsBeforeGivingUp * workers) return "give-up";
    return { afterMs: Math.min(firstPauseMs * 2 ** Math.max(0, atOnce - 1), longestPauseMs) };
  };
}
