import { connectAdmin } from "../messages/kafka-admin.ts";
import type { EventsConfig } from "./events-config.ts";

/**
 * Makes sure that the log is there and keeps everything: it is what a lost index is rebuilt from.
 * A write counts when all but one of the brokers have it, so that one may be away.
 */
export async function ensureTopic({ topic, partitions, replicas, kafka }: EventsConfig): Promise<void> {
  const admin = await connectAdmin(kafka);
  try {
    await admin.createTopic({
      name: topic,
      partitions,
      replicas,
      settings: {
        "retention.ms": "-1",
        "retention.bytes": "-1",
        "min.insync.replicas": String(Math.max(1, replicas - 1)),
      },
    });
  } finally {
    await admin.close();
  }
}
