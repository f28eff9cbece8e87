import type { MessagesStream } from "@platformatic/kafka";
import { closeMs, inTime, within } from "../patiently.ts";
import { clientOptions, type KafkaConfig } from "./kafka-config.ts";
import type { Received } from "./message.ts";

export interface ReadConfig {
  group: string;
  topic: string;
  /** A member that is silent for so long has left the group: its partitions go to the others. */
  sessionMs: number;
}

/** A member of a consumer group: gets the messages of its share of the partitions, from where the group stopped. */
export interface Reader {
  /** In order within each partition; again from what is noted after each change of the group. Ends after `end`, throws when the member is of no use any more. */
  messages(): AsyncIterable<Received>;
  /** Notes that the group is done with this message and all before it in its partition. */
  commit(last: readonly Received[]): Promise<void>;
  /** The partitions that are this member's own; none before it has joined. */
  partitions(): number[];
  /** Ends `messages`; the member stays in the group. */
  end(): Promise<void>;
  /** Leaves the group, so that others take over at once. */
  close(): Promise<void>;
}

/** How long it may take to get a place: others may have to give up theirs first. */
const joinWithinMs = 30_000;
/** How often the client tries one request again before it says so. */
const retries = 3;

/** Joins a group. Nothing is committed but by `commit`. */
export async function joinGroup(kafka: KafkaConfig, read: ReadConfig): Promise<Reader> {
  const { Consumer, cut } = await import("./kafka-client.ts");
  // the answer to who joins comes once all others have joined, too, or had a session's time for it
  const requestTimeout = kafka.timeoutMs + read.sessionMs;
  const consumer = new Consumer<string, string, string, string>({
    ...clientOptions(kafka),
    requestTimeout,
    retries,
    groupId: read.group,
    sessionTimeout: read.sessionMs,
    rebalanceTimeout: read.sessionMs,
    heartbeatInterval: Math.max(100, Math.floor(read.sessionMs / 5)),
    deserializers: { key: text, value: text, headerKey: text, headerValue: text },
  });
  /** Who cannot take leave must not stay: a member that goes on beating keeps partitions that nobody reads. */
  const leave = async (): Promise<void> => {
    const goodbye = async (): Promise<void> => {
      await consumer.close(true);
    };
    await within(closeMs, goodbye());
    await within(closeMs, cut(consumer));
  };
  let lost: unknown;
  let stream: MessagesStream<string, string, string, string> | undefined;
  // the client beats no more after a heartbeat that failed, nor looks for another coordinator, and has no place any more
  const lose = (why: unknown): void => {
    lost ??= why;
    stream?.destroy(asError(lost));
  };
  consumer.on("error", lose);
  consumer.on("consumer:heartbeat:error", ({ error }) => lose(error));
  try {
    const joining = consumer.consume({
      topics: [read.topic],
      mode: "committed",
      fallbackMode: "earliest",
      autocommit: false,
      maxWaitTime: Math.min(500, kafka.timeoutMs / 2),
      highWaterMark: 64,
    });
    // whoever reads it is told; while nobody does, or not any more, it must not end the process
    void joining.then((one) => one.on("error", () => {})).catch(() => {});
    stream = await inTime(joinWithinMs, joining, "no place in the group was had");
    if (lost !== undefined) throw asError(lost);
  } catch (thrown) {
    await leave();
    throw thrown;
  }
  const messages = stream;
  const partitions = (): number[] => (consumer.assignments ?? []).flatMap((one) => one.partitions);
  let answeredAt = Date.now();
  messages.on("fetch", () => {
    answeredAt = Date.now();
  });
  /** Brokers answer twice a second, with nothing if there is nothing; the client has failed long before this is over. */
  const silentMs = 2 * (retries + 1) * requestTimeout;
  return {
    async *messages() {
      let waiting = true;
      const watch = setInterval(() => {
        if (!waiting || partitions().length === 0) answeredAt = Date.now();
        if (Date.now() - answeredAt > silentMs) lose(new Error(`no broker has answered for ${silentMs} ms`));
      }, 1000);
      try {
        for await (const { topic, partition, offset, key, value, headers } of messages) {
          waiting = false;
          yield { topic, partition, offset, key, value, headers: Object.fromEntries(headers) };
          waiting = true;
        }
      } finally {
        clearInterval(watch);
      }
    },
    async commit(last) {
      if (last.length === 0) return;
      await consumer.commit({
        offsets: last.map(({ topic, partition, offset }) => ({
          topic,
          partition,
          offset: offset + 1n,
          leaderEpoch: -1,
        })),
      });
    },
    partitions,
    end: async () => void (await messages.close()),
    close: leave,
  };
}

const asError = (why: unknown): Error => (why instanceof Error ? why : new Error(String(why)));

const text = (bytes: Buffer | undefined): string => bytes?.toString() ?? "";
