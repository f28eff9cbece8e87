import type { Config } from "../config.ts";
import { reasonOf } from "../messages/sender.ts";
import type { Log } from "../patiently.ts";
import { indexEvents } from "../search/bulk.ts";
import { createEngine } from "../search/engine.ts";
import { createIndices } from "../search/indices.ts";
import { rebuild } from "../search/rebuild.ts";
import { bulkPatience } from "./indexer.ts";
import { mustHaveBrokers, startReading } from "./reading.ts";

/** `rebuild`: makes the index anew from the whole log, and switches to it. */
export async function rebuildIndex(config: Config, signal: AbortSignal, log: Log): Promise<void> {
  mustHaveBrokers(config);
  const { search } = config;
  const engine = createEngine(search.engine);
  const patienceMs = bulkPatience * search.engine.timeoutMs;
  const failed = (thrown: unknown): void => {
    log(`rebuild failed: ${reasonOf(thrown)}; searches use what they used before: run it again`);
    process.exitCode = 1;
  };
  // a group of its own begins at the log's first message
  const reading = await startReading(config, `rebuild-${Date.now()}`, signal, log);
  if (!reading) return failed(new Error("stopped before the log could be read"));
  const started = performance.now();
  try {
    const { index, documents, removed } = await rebuild(
      {
        source: reading.source,
        left: reading.left,
        indices: createIndices(engine, search.engine.refreshMs),
        write: (name, batch) => indexEvents(engine, name, batch, search.ids, patienceMs),
      },
      log,
    );
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    log(`${index}: ${documents} documents in ${seconds} s; removed: ${removed.join(", ") || "none"}`);
  } catch (thrown) {
    failed(thrown);
  } finally {
    await reading.close();
    engine.close();
  }
}
