import { expect, test } from "vitest";
import { readConfig } from "../config.ts";

const jobs = (variables: Record<string, string>) => readConfig(variables).jobs;

test("without a word there are no notifications, and no Kafka", () => {
  expect(jobs({})).toMatchObject({
    way: "none",
    kafka: { brokers: [], timeoutMs: 1000 },
    sending: { acks: "all", idempotent: false, patienceMs: 10_000 },
    topic: { name: "notifications", partitions: 4, replicas: 1, minInSync: 1, placed: [] },
    worker: { group: "notifiers", consumers: 1, jobMs: 0, idempotent: false },
  });
});

test("brokers are servers, and partitions are placed leader first", () => {
  const read = jobs({
    NOTIFY: "kafka",
    KAFKA_BROKERS: "a,b:9093",
    JOBS_PLACED: "1:2,2:1",
    SERVER_NAME: "app-7",
  });
  expect(read.kafka).toMatchObject({
    brokers: [{ host: "a", port: 9092 }, { port: 9093 }],
    clientId: "app-7",
  });
  expect(read.topic.placed).toEqual([
    [1, 2],
    [2, 1],
  ]);
});

test.each([
  [{ NOTIFY: "kafka" }, "NOTIFY=kafka: KAFKA_BROKERS is wanted"],
  [{ NOTIFY: "pigeon" }, "NOTIFY=pigeon: one of none, sync, memory, kafka is wanted"],
  [{ KAFKA_ACKS: "1", KAFKA_IDEMPOTENT: "true" }, "KAFKA_ACKS=1: KAFKA_IDEMPOTENT=true takes all"],
  [{ JOBS_PLACED: "1:2,x" }, "JOBS_PLACED=1:2,x: broker numbers such as 1:2:3,2:3:1 are wanted"],
] as const)("%o is refused", (variables, said) => {
  expect(() => jobs(variables)).toThrow(said);
});
