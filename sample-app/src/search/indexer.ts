import { setTimeout as sleep } from "node:timers/promises";
import { eventOf, type PostEvent } from "../events/event.ts";
import type { Received } from "../messages/message.ts";
import { batches } from "./batches.ts";
import { type Indexed, IndexMissing } from "./bulk.ts";
import { SearchUnavailable } from "./find.ts";
import type { Current } from "./index-names.ts";

/** A member of the indexers' group, as far as the indexer needs it. */
export interface Source {
  messages(): AsyncIterable<Received>;
  commit(last: readonly Received[]): Promise<void>;
}

export interface IndexerParts {
  source: Source;
  /** Where the alias leads. */
  current(): Promise<Current>;
  /** Makes the first index; only for a log of which nothing was read yet. */
  first(): Promise<void>;
  /** Whether the group has read nothing of the log so far. */
  untouched(): Promise<boolean>;
  /** Writes to where the alias leads. */
  write(events: readonly PostEvent[]): Promise<Indexed>;
  /** Told what became of each batch. */
  count(indexed: Indexed): void;
  /** Told whenever that changes: at work, or waiting for something. */
  atWork(working: boolean): void;
}

export const batchSize = 500;
export const batchMs = 50;
const retryMs = 500;

/** Events of these messages; what is none is told and left out, or the log would stand still at it for ever. */
export function eventsIn(messages: readonly Received[], log: (line: string) => void): PostEvent[] {
  return messages.flatMap(({ partition, offset, value }) => {
    try {
      return [eventOf(value)];
    } catch (thrown) {
      log(`left out, partition ${partition} offset ${offset}: ${(thrown as Error).message}`);
      return [];
    }
  });
}

/** The last message of each partition. */
export function lastOfEach(messages: readonly Received[]): Received[] {
  return [...new Map(messages.map((message) => [message.partition, message])).values()];
}

/**
 * Brings what the log says into the index, batch after batch, until the source ends or `signal` aborts. Written first, committed then:
 * what comes again after a death between the two changes nothing, since documents are named after posts and have
 * versions. What cannot be written now is tried again for as long as it takes: the log waits.
 */
export async function runIndexer(
  parts: IndexerParts,
  signal: AbortSignal,
  log: (line: string) => void,
): Promise<void> {
  let said = "";
  const say = (line: string): void => {
    if (line === said) return;
    log(line);
    parts.atWork(!line.startsWith("waiting"));
    said = line;
  };

  /** True when the index can be written to; otherwise says what is wrong with it. */
  const ready = async (): Promise<boolean> => {
    const now = await parts.current();
    if ("name" in now) return true;
    if (now.missing && (await parts.untouched())) {
      await parts.first();
      return true;
    }
    say(`waiting: ${now.trouble}`);
    return false;
  };
  const patiently = async <T>(job: () => Promise<T | undefined>): Promise<T | undefined> => {
    while (!signal.aborted) {
      try {
        const done = await job();
        if (done !== undefined) return done;
      } catch (thrown) {
        if (!(thrown instanceof SearchUnavailable || thrown instanceof IndexMissing)) throw thrown;
        if (thrown instanceof SearchUnavailable) say(`waiting: ${thrown.message}`);
      }
      await sleep(retryMs, undefined, { signal }).catch(() => {});
    }
    return undefined;
  };

  if ((await patiently(async () => (await ready()) || undefined)) === undefined) return;
  say("brings the log into the index");
  for await (const messages of batches(parts.source.messages(), batchSize, batchMs)) {
    // a source that has broken may never end
    if (signal.aborted) return;
    if (messages.length === 0) continue;
    const events = eventsIn(messages, log);
    const indexed = await patiently(async () => {
      // asked each time: somebody may have taken the index away, or have put another one there
      if (!(await ready())) return undefined;
      return parts.write(events);
    });
    if (indexed === undefined) return;
    parts.count(indexed);
    say("brings the log into the index");
    for (const { id, why } of indexed.refused) log(`left out, ${id}: ${why}`);
    await parts.source.commit(lastOfEach(messages));
  }
}
