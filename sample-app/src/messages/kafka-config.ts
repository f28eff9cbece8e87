import type { Address, Environment } from "../environment.ts";

/** How to reach the brokers. */
export interface KafkaConfig {
  /** Where to ask first; none: there is no Kafka. */
  brokers: readonly Address[];
  /** How the brokers know us. */
  clientId: string;
  /** For one request. */
  timeoutMs: number;
}

/** When a message counts as kept, and what a sender does about it. */
export interface SendConfig {
  /** `all`: every broker in sync has it; `1`: the leader alone; `0`: nobody is asked. */
  acks: "all" | "1" | "0";
  /** The brokers drop what a sender sends twice because an answer was lost; takes `acks` all. */
  idempotent: boolean;
  /** How long to try, until somebody acknowledges. */
  patienceMs: number;
}

/** What every client of ours is told. */
export const clientOptions = ({ brokers, clientId, timeoutMs }: KafkaConfig) => ({
  clientId,
  bootstrapBrokers: brokers.map(({ host, port }) => ({ host, port })),
  timeout: timeoutMs,
  connectTimeout: timeoutMs,
  retryDelay: 100,
});

export function kafkaOf({ addresses, text, whole }: Environment, server: string): KafkaConfig {
  return {
    brokers: addresses("KAFKA_BROKERS", 9092),
    clientId: text("KAFKA_CLIENT_ID", server),
    timeoutMs: whole("KAFKA_TIMEOUT_MS", 1000, 100, 600_000),
  };
}

export function sendingOf({ oneOf, flag, whole }: Environment): SendConfig {
  return {
    acks: oneOf("KAFKA_ACKS", "all", ["all", "1", "0"]),
    idempotent: flag("KAFKA_IDEMPOTENT", false),
    patienceMs: whole("KAFKA_SEND_MS", 10_000, 1, 600_000),
  };
}

/** What is off between variables that are well each for itself. */
export function sendingContradictions({ acks, idempotent }: SendConfig): string[] {
  return idempotent && acks !== "all" ? [`KAFKA_ACKS=${acks}: KAFKA_IDEMPOTENT=true takes all`] : [];
}
