import type { Environment } from "../environment.ts";
import {
  type KafkaConfig,
  kafkaOf,
  type SendConfig,
  sendingContradictions,
  sendingOf,
} from "../messages/kafka-config.ts";

/** How notifications get from whoever wants one to whoever sends it. */
export interface JobsConfig {
  /** `sync`: asked and waited for; `memory`: this process asks later; `kafka`: handed to the brokers. */
  way: "none" | "sync" | "memory" | "kafka";
  notifier: { url: string; timeoutMs: number };
  kafka: KafkaConfig;
  sending: SendConfig;
  topic: { name: string; partitions: number; replicas: number; minInSync: number; placed: number[][] };
  worker: WorkerConfig;
}

export interface WorkerConfig {
  group: string;
  /** How long a job waits for somebody else, such as a mail server. */
  jobMs: number;
  /** Whether a job that is done already is left alone. */
  idempotent: boolean;
  /** Members of the group in this process; each does one job at a time. 0: none, only the HTTP side. */
  consumers: number;
  /** How often a member notes how far it has come. */
  commitMs: number;
  sessionMs: number;
}

export function jobsOf(environment: Environment, server: string): JobsConfig {
  const { oneOf, text, whole, flag, problems } = environment;
  const kafka = kafkaOf(environment, server);
  const way = oneOf("NOTIFY", "none", ["none", "sync", "memory", "kafka"]);
  if (way === "kafka" && kafka.brokers.length === 0) problems.push("NOTIFY=kafka: KAFKA_BROKERS is wanted");
  const sending = sendingOf(environment);
  problems.push(...sendingContradictions(sending));
  return {
    way,
    notifier: {
      url: text("NOTIFIER_URL", "http://127.0.0.1:8081"),
      timeoutMs: whole("NOTIFIER_TIMEOUT_MS", 2000, 1, 600_000),
    },
    kafka,
    sending,
    topic: {
      name: text("JOBS_TOPIC", "notifications"),
      partitions: whole("JOBS_PARTITIONS", 4, 1, 1000),
      replicas: whole("JOBS_REPLICAS", 1, 1, 100),
      minInSync: whole("JOBS_MIN_ISR", 1, 1, 100),
      placed: placedOf(environment),
    },
    worker: {
      group: text("JOBS_GROUP", "notifiers"),
      jobMs: whole("JOB_MS", 0, 0, 600_000),
      idempotent: flag("IDEMPOTENT", false),
      consumers: whole("CONSUMERS", 1, 0, 64),
      commitMs: whole("COMMIT_MS", 1000, 10, 600_000),
      sessionMs: whole("KAFKA_SESSION_MS", 6000, 500, 600_000),
    },
  };
}

/** Brokers of each partition, its leader first, as kafka-topics takes them: `1:2:3,1:2:3`. */
function placedOf({ text, problems }: Environment): number[][] {
  const given = text("JOBS_PLACED", "");
  if (given === "") return [];
  if (/^\d+(:\d+)*(,\d+(:\d+)*)*$/.test(given))
    return given.split(",").map((one) => one.split(":").map(Number));
  problems.push(`JOBS_PLACED=${given}: broker numbers such as 1:2:3,2:3:1 are wanted`);
  return [];
}
