import { setTimeout as sleep } from "node:timers/promises";
import type { CheckConfig } from "../../database-config.ts";
import { createHistory } from "./history.ts";
import type { Look } from "./look.ts";
import { newestTerm, type Primary, primaryOf, rotationOf } from "./roles.ts";

/** The servers as they were seen last. */
export interface Watch {
  primary(): Primary;
  /** Replicas that reads may go to now. */
  rotation(): readonly string[];
  /** A query failed there: it counts as away until it is seen to be well. */
  failed(name: string): void;
  /** Ends the looks; resolves when none is under way. */
  close(): Promise<void>;
}

export interface Watched {
  candidates: readonly string[];
  replicas: readonly string[];
  /** Looks at one server; rejects when it does not answer in time. */
  look(name: string, wanted: string): Promise<Look>;
}

/**
 * Looks at each server again and again, each by itself: one that is silent holds up nobody else's turn. Says in the log
 * who takes writes and who reads whenever that changes.
 */
export function createWatch(
  { candidates, replicas, look }: Watched,
  checks: CheckConfig,
  log: (line: string) => void,
): Watch {
  const seen = new Map<string, Look | undefined>();
  const history = createHistory();
  const ended = new AbortController();
  const [only, another] = candidates;
  // one that is alone is the primary even while it is dead
  let primary: Primary =
    only !== undefined && another === undefined ? { name: only } : { none: "no server has answered yet" };
  let rotation: string[] = [];
  let term = 0;
  let said = "";

  const nameOf = (one: Primary): string | undefined => ("name" in one ? one.name : undefined);
  /** The primary, if it is there to be compared with. */
  const reference = (): string | undefined => {
    const name = nameOf(primary);
    return name !== undefined && seen.get(name) ? name : undefined;
  };

  const judge = (): void => {
    const before = nameOf(primary);
    if (another !== undefined) {
      term = newestTerm(seen, term);
      primary = primaryOf(candidates, seen, term, before);
    }
    const name = nameOf(primary);
    if (name !== before) history.clear();
    const judged = checks.maxLagMs > 0 && reference() !== undefined;
    rotation = rotationOf(replicas, seen, name, judged);
    const writes = name ?? `nobody (${"none" in primary ? primary.none : ""})`;
    const line = `database: ${writes} takes writes; ${rotation.join(", ") || "no replica"} for reads`;
    if (line !== said) log(line);
    said = line;
  };

  const round = async (name: string): Promise<void> => {
    const asked = performance.now();
    const wanted = checks.maxLagMs > 0 ? history.before(asked, checks.maxLagMs) : "";
    const answer = await look(name, wanted).catch(() => undefined);
    if (ended.signal.aborted) return;
    seen.set(name, answer);
    judge();
    // as of the question: the answer may have been a while under way
    if (answer && name === nameOf(primary)) history.add(asked, answer.transactions);
  };

  const follow = async (name: string): Promise<void> => {
    while (!ended.signal.aborted) {
      await round(name);
      await sleep(checks.everyMs, undefined, { signal: ended.signal, ref: false }).catch(() => {});
    }
  };
  const loops = [...new Set([...candidates, ...replicas])].map(follow);

  return {
    primary: () => primary,
    rotation: () => rotation,
    failed(name) {
      seen.set(name, undefined);
      judge();
    },
    async close() {
      ended.abort();
      await Promise.all(loops);
    },
  };
}
