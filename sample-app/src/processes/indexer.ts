import { rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Config } from "../config.ts";
import { ensureTopic } from "../events/topic.ts";
import { reasonOf } from "../messages/sender.ts";
import { aborted, type Log, patiently, retryMs } from "../patiently.ts";
import { indexEvents } from "../search/bulk.ts";
import { createEngine } from "../search/engine.ts";
import { alias } from "../search/index-names.ts";
import { type IndexerParts, runIndexer } from "../search/indexer.ts";
import { createIndices } from "../search/indices.ts";
import { mustHaveBrokers, startReading } from "./reading.ts";

/** How much longer than a search a batch of documents may take. */
export const bulkPatience = 10;

/** A file that is there while the indexer is at work: what a health check looks for. */
function showWork(group: string, working: boolean): void {
  const sign = join(tmpdir(), `${group}-at-work`);
  if (working) writeFileSync(sign, "");
  else rmSync(sign, { force: true });
}

/** `indexer`: brings what the log says into the search engine's index. */
export async function indexer(config: Config, signal: AbortSignal, log: Log): Promise<void> {
  mustHaveBrokers(config);
  const { events, search } = config;
  const engine = createEngine(search.engine);
  const indices = createIndices(engine, search.engine.refreshMs);
  let [taken, known] = [0, 0];
  // one that was killed has left it
  showWork(search.group, false);
  await patiently(() => ensureTopic(events), signal, log);
  while (!signal.aborted) {
    const reading = await startReading(config, search.group, signal, log);
    if (!reading) break;
    try {
      const parts: IndexerParts = {
        source: reading.source,
        current: indices.current,
        first: async () => indices.switchTo(await indices.create()),
        // a group that nobody has ever been in has all of the log before it
        untouched: async () => (await reading.left()) === (await reading.left(`${search.group}-never`)),
        write: (batch) =>
          indexEvents(engine, alias, batch, search.ids, bulkPatience * search.engine.timeoutMs),
        atWork: (working) => showWork(search.group, working),
        count: (indexed) => {
          taken += indexed.taken;
          known += indexed.known;
        },
      };
      await Promise.race([runIndexer(parts, signal, log), aborted(signal)]);
    } catch (thrown) {
      if (signal.aborted) break;
      // a member that lost its place: joins again, from what was committed
      log(`joins again: ${reasonOf(thrown)}`);
      await sleep(retryMs, undefined, { signal }).catch(() => {});
    } finally {
      await reading.close();
    }
  }
  engine.close();
  log(`stopped: ${taken} documents brought, ${known} known already`);
}
