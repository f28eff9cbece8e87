import {
  type Database,
  DatabaseSilent,
  DatabaseUnavailable,
  databaseOver,
  type Queries,
} from "../database.ts";
import { readingNow } from "./reading.ts";
import type { Watch } from "./watch.ts";

/** For reads that may be a little old. */
export type Reads = Pick<Database, "on" | "rows" | "text">;

/** The database as the site sees it, however many servers it consists of. */
export interface Databases {
  /** Takes writes, and reads that must be fresh. Closing it closes all. */
  primary: Database;
  reads: Reads;
}

/** Puts the servers together: who is asked depends on what the watch has seen. */
export function splitDatabase(
  servers: ReadonlyMap<string, Database>,
  watch: Watch,
  queryTimeoutMs: number,
): Databases {
  let turn = 0;
  const primaryName = (): string => {
    const primary = watch.primary();
    if ("none" in primary) throw new DatabaseUnavailable(primary.none);
    return primary.name;
  };

  const onPrimary: Database["on"] = (timeoutMs, job) => servers.get(primaryName())!.on(timeoutMs, job);
  const close = async (): Promise<void> => {
    await Promise.all([watch.close(), ...[...servers.values()].map((server) => server.close())]);
  };
  const plain = databaseOver(async (timeoutMs, job) => onPrimary(timeoutMs, job), queryTimeoutMs, close);
  const wrote = <T>(written: T): T => {
    const reading = readingNow();
    if (reading) reading.wrote = true;
    return written;
  };
  const primary: Database = {
    ...plain,
    write: async (sql, values) => wrote(await plain.write(sql, values)),
    transaction: async (job) => wrote(await plain.transaction(job)),
  };

  /** Whom to read from: the request's replica, else the next one in turn, else the primary. */
  const pick = (failed: ReadonlySet<string>): string => {
    const reading = readingNow();
    if (reading?.fromPrimary) return primaryName();
    const fit = watch.rotation().filter((name) => !failed.has(name));
    if (fit.length === 0) return primaryName();
    const kept = reading?.replica;
    if (kept !== undefined && fit.includes(kept)) return kept;
    const next = fit[turn++ % fit.length]!;
    if (reading) reading.replica = next;
    return next;
  };

  const onAny = async <T>(timeoutMs: number, job: (queries: Queries) => Promise<T>): Promise<T> => {
    const failed = new Set<string>();
    for (;;) {
      const name = pick(failed);
      try {
        const answer = await servers.get(name)!.on(timeoutMs, job);
        readingNow()?.from.add(name);
        return answer;
      } catch (thrown) {
        // whoever is only slow would be made slower by asking the others as well
        const broken = thrown instanceof DatabaseUnavailable && !(thrown instanceof DatabaseSilent);
        if (!broken || failed.has(name)) throw thrown;
        failed.add(name);
        watch.failed(name);
      }
    }
  };

  return { primary, reads: databaseOver(onAny, queryTimeoutMs, close) };
}
