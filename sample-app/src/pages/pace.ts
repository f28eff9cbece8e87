import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { RouteTable } from "../http/routes.ts";

/** What a page costs on top of its own work. */
export interface Pace {
  /** A wait before the page, in milliseconds: takes time and no processor, as a slow service behind us would. */
  slowMs: number;
  /** Processor time after the page, in milliseconds: as rendering would. */
  workMs: number;
}

/** Some tens of microseconds of hashing: fine enough against whole milliseconds. */
const portion = Buffer.alloc(64 * 1024, "work");

/**
 * Uses up so much processor time of this process, and blocks it meanwhile, as work in JavaScript does. The system
 * counts it, so that it is the same on a throttled or busy machine, where it just takes longer.
 */
export function work(ms: number): void {
  const wanted = ms * 1000;
  const start = process.cpuUsage();
  for (;;) {
    const { user, system } = process.cpuUsage(start);
    if (user + system >= wanted) return;
    createHash("sha256").update(portion).digest();
  }
}

/** The same pages at that pace. A page that fails has done no work. */
export function paced(pages: RouteTable, pace: Pace): RouteTable {
  if (pace.slowMs === 0 && pace.workMs === 0) return pages;
  return Object.fromEntries(
    Object.entries(pages).map(([route, handler]) => [
      route,
      async (visit) => {
        if (pace.slowMs > 0) await sleep(pace.slowMs);
        const answer = await handler(visit);
        work(pace.workMs);
        return answer;
      },
    ]),
  );
}
