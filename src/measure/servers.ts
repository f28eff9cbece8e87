import { type Found, found, missing } from "./figure.ts";
import type { Totals } from "./totals.ts";

/** Which servers gave good answers, and how evenly. */
export function servers(totals: readonly Totals[]): Found[] {
  return totals.flatMap(({ phase, byServer, asked }) => {
    const counts = Object.values(byServer);
    const named = counts.reduce((sum, count) => sum + count, 0);
    return [
      asked > 0
        ? found("servers.answering", phase, counts.length, asked)
        : missing("servers.answering", phase, "no request became due in this phase"),
      named > 0
        ? found("servers.largest_share", phase, Math.max(...counts) / named, named)
        : missing("servers.largest_share", phase, "no good answer said which server it came from"),
    ];
  });
}
