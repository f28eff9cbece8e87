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

/** Joins a group. Nothing is committed but by `commit`. */
export async function joinGroup(kafka: KafkaConfig, read: ReadConfig): Promise<Reader> {
  const { Consumer } = await import("./kafka-client.ts");
  const consumer = new Consumer<string, string, string, string>({
    ...clientOptions(kafka),
    retries: 3,
    groupId: read.group,
    sessionTimeout: read.sessionMs,
    rebalanceTimeout: read.sessionMs,
    heartbeatInterval: Math.max(100, Math.floor(read.sessionMs / 5)),
    deserializers: { key: text, value: text, headerKey: text, headerValue: text },
  });
  consumer.on("error", () => {});
  const stream = await consumer.consume({
    topics: [read.topic],
    mode: "committed",
    fallbackMode: "earliest",
    autocommit: false,
    maxWaitTime: Math.min(500, kafka.timeoutMs / 2),
    highWaterMark: 64,
  });
  return {
    async *messages() {
      for await (const { topic, partition, offset, key, value, headers } of stream) {
        yield { topic, partition, offset, key, value, headers: Object.fromEntries(headers) };
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
    partitions: () => (consumer.assignments ?? []).flatMap(({ partitions }) => partitions),
    end: async () => void (await stream.close()),
    close: async () => void (await consumer.close(true)),
  };
}

const text = (bytes: Buffer | undefined): string => bytes?.toString() ?? "";
