import type { PostEvent } from "../events/event.ts";
import type { Received } from "../messages/message.ts";
import { batches } from "./batches.ts";
import type { Indexed } from "./bulk.ts";
import { batchMs, batchSize, eventsIn, lastOfEach, type Source } from "./indexer.ts";
import type { Indices } from "./indices.ts";

export interface RebuildParts {
  /** From the log's first message. */
  source: Source;
  /** Messages of the log that this reader has not committed yet. */
  left(): Promise<number>;
  indices: Pick<Indices, "create" | "switchTo" | "removeOthers" | "refresh">;
  write(index: string, events: readonly PostEvent[]): Promise<Indexed>;
}

export interface Rebuilt {
  index: string;
  documents: number;
  removed: string[];
}

/**
 * Makes a new index from the whole log, beside the old one, which answers meanwhile; then the alias is switched in one
 * step. The running indexer may have written to the old one until that moment: so the log is read on until its end
 * after the switch, too. What both write is the same, and counts once.
 */
export async function rebuild(parts: RebuildParts, log: (line: string) => void): Promise<Rebuilt> {
  const index = await parts.indices.create();
  log(`${index}: filled from the log`);
  let documents = 0;
  let switched = false;
  let whole = false;
  for await (const messages of batches<Received>(parts.source.messages(), batchSize, batchMs)) {
    const indexed = await parts.write(index, eventsIn(messages, log));
    documents += indexed.taken;
    for (const { id, why } of indexed.refused) log(`left out, ${id}: ${why}`);
    await parts.source.commit(lastOfEach(messages));
    if (messages.length === batchSize || (await parts.left()) > 0) continue;
    if (switched) {
      whole = true;
      break;
    }
    await parts.indices.refresh(index);
    await parts.indices.switchTo(index);
    switched = true;
    log(`${index}: searched from now on`);
  }
  // stopped on the way: what is searched must stay
  if (!whole) throw new Error("stopped before the end of the log");
  const removed = await parts.indices.removeOthers(index);
  return { index, documents, removed };
}
