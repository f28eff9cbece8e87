import type { Environment } from "../environment.ts";
import { type KafkaConfig, kafkaOf, type SendConfig, sendingOf } from "../messages/kafka-config.ts";

/** How what happens to posts gets into the log that others read. */
export interface EventsConfig {
  /**
   * `outbox`: as a row in the same transaction as the post, which the relay moves to the log.
   * `direct`: the app sends it after the commit, and hopes.
   */
  way: "none" | "outbox" | "direct";
  topic: string;
  /** Of the topic, when it has to be created. */
  partitions: number;
  replicas: number;
  /** How often the relay looks when the outbox was empty. */
  pollMs: number;
  kafka: KafkaConfig;
  sending: SendConfig;
}

export function eventsOf(environment: Environment, server: string): EventsConfig {
  const { oneOf, text, whole } = environment;
  return {
    way: oneOf("EVENTS", "none", ["none", "outbox", "direct"]),
    topic: text("EVENTS_TOPIC", "posts"),
    partitions: whole("EVENTS_PARTITIONS", 3, 1, 100),
    replicas: whole("EVENTS_REPLICAS", 1, 1, 9),
    pollMs: whole("RELAY_POLL_MS", 100, 1, 60_000),
    kafka: kafkaOf(environment, server),
    sending: sendingOf(environment),
  };
}

/** What is off between these variables that are well each for itself. */
export function eventsContradictions({ way, kafka }: EventsConfig): string[] {
  return way === "direct" && kafka.brokers.length === 0 ? ["EVENTS=direct: KAFKA_BROKERS is wanted"] : [];
}
