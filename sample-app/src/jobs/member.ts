import { setTimeout as sleep } from "node:timers/promises";
import type { Reader } from "../messages/kafka-reader.ts";
import type { Received } from "../messages/message.ts";
import { reasonOf } from "../messages/sender.ts";

export interface MemberOptions {
  /** How often to note how far it has come. */
  commitMs: number;
  /** Before it joins again after a failure. */
  pauseMs: number;
}

/** Someone of the group who does one message's work at a time. */
export interface Member {
  /** Its own partitions; none while it is not in the group. */
  partitions(): number[];
  /** Finishes what it is at, notes it and leaves. */
  stop(): Promise<void>;
}

/**
 * Joins, works, notes how far it has come, and joins again whenever it drops out. The note comes after the work: whoever
 * takes over repeats what was done and not yet noted, and leaves nothing out.
 */
export function startMember(
  join: () => Promise<Reader>,
  work: (message: Received) => Promise<void>,
  { commitMs, pauseMs }: MemberOptions,
  log: (line: string) => void,
): Member {
  const stopped = new AbortController();
  let reader: Reader | undefined;
  let said = "";
  const say = (line: string): void => {
    if (line !== said) log(line);
    said = line;
  };

  const once = async (): Promise<void> => {
    const joined = await join();
    reader = joined;
    if (stopped.signal.aborted) return;
    say("joined the group");
    const done = new Map<number, Received>();
    const noted = new Map<number, bigint>();
    const note = async (): Promise<void> => {
      const own = joined.partitions();
      const fresh = [...done.values()].filter(
        ({ partition, offset }) => own.includes(partition) && noted.get(partition) !== offset,
      );
      await joined.commit(fresh);
      for (const { partition, offset } of fresh) noted.set(partition, offset);
    };
    let noting = Promise.resolve();
    let timer: NodeJS.Timeout | undefined;
    const noteAfter = (ms: number): void => {
      timer = setTimeout(() => {
        noting = note().catch((thrown) => say(`cannot note how far it is: ${reasonOf(thrown)}`));
        noteAfter(commitMs);
      }, ms);
    };
    // members that start together do not all note at the same time
    noteAfter(Math.random() * commitMs);
    try {
      for await (const message of joined.messages()) {
        if (stopped.signal.aborted) break;
        const last = done.get(message.partition);
        // what others own by now is theirs; what comes again after somebody joined is done
        if (!joined.partitions().includes(message.partition) || (last && message.offset <= last.offset))
          continue;
        await work(message);
        done.set(message.partition, message);
      }
      if (!stopped.signal.aborted) throw new Error("the brokers ended it");
      await noting;
      await note().catch(() => {});
    } finally {
      clearTimeout(timer);
    }
  };
  const life = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      try {
        await once();
      } catch (thrown) {
        say(`out of the group: ${reasonOf(thrown)}`);
      }
      await reader?.close().catch(() => {});
      reader = undefined;
      await sleep(pauseMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  };
  const living = life();
  return {
    partitions: () => reader?.partitions() ?? [],
    async stop() {
      stopped.abort();
      // one that waits for messages would wait for ever
      await reader?.end().catch(() => {});
      await living;
    },
  };
}
