import { EventEmitter } from "node:events";
import { Readable } from "node:stream";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { joinGroup } from "./kafka-reader.ts";

/** The client, as far as a reader has to do with it: what it answers is the test's to say. */
class FakeConsumer extends EventEmitter {
  assignments: { topic: string; partitions: number[] }[] | null = [{ topic: "jobs", partitions: [0, 2] }];
  stream = new Readable({ objectMode: true, read() {} });
  consume = vi.fn(async () => this.stream);
  close = vi.fn(async () => {});
  commit = vi.fn(async () => {});
}

let consumer: FakeConsumer;
const cut = vi.hoisted(() => vi.fn(async () => {}));
vi.mock("./kafka-client.ts", () => ({
  // a constructor that answers with an object gives that one
  Consumer: function Consumer() {
    return consumer;
  },
  cut,
}));

beforeEach(() => {
  consumer = new FakeConsumer();
  cut.mockClear();
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const broker = { name: "broker:9092", host: "broker", port: 9092 };
const kafka = { brokers: [broker], clientId: "c", timeoutMs: 1000 };
const join = () => joinGroup(kafka, { group: "workers", topic: "jobs", sessionMs: 2000 });
const sent = (partition: number, offset: bigint) => ({
  ...{ topic: "jobs", key: "k", value: "v", partition, offset },
  headers: new Map([["h", "1"]]),
});
const forEver = () => new Promise<never>(() => {});

test("gives what comes, and its own partitions", async () => {
  const reader = await join();
  expect(reader.partitions()).toEqual([0, 2]);
  const messages = reader.messages()[Symbol.asyncIterator]();
  consumer.stream.push(sent(0, 7n));
  expect((await messages.next()).value).toEqual({
    ...{ topic: "jobs", key: "k", value: "v", partition: 0, offset: 7n },
    headers: { h: "1" },
  });
  await reader.commit([sent(0, 7n) as never]);
  expect(consumer.commit).toHaveBeenCalledWith({
    offsets: [{ topic: "jobs", partition: 0, offset: 8n, leaderEpoch: -1 }],
  });
});

test.each([
  ["a heartbeat that failed, since the client beats no more", "consumer:heartbeat:error", true],
  ["a place that could not be had again", "error", false],
])("the messages end with %s", async (_, event, wrapped) => {
  const reader = await join();
  const next = reader.messages()[Symbol.asyncIterator]().next();
  const why = new Error("not the coordinator");
  consumer.emit(event, wrapped ? { error: why } : why);
  await expect(next).rejects.toBe(why);
});

test("a place that is lost while it is being had is none", async () => {
  consumer.consume.mockImplementation(async () => {
    consumer.emit("consumer:heartbeat:error", { error: new Error("already over") });
    return consumer.stream;
  });
  await expect(join()).rejects.toThrow("already over");
  expect(cut).toHaveBeenCalledTimes(1);
});

test("a place that is never had is given up, and the client with it", async () => {
  consumer.consume.mockImplementation(forEver);
  const joining = join();
  const failed = expect(joining).rejects.toThrow("no place in the group was had");
  await vi.advanceTimersByTimeAsync(60_000);
  await failed;
  expect(cut).toHaveBeenCalledTimes(1);
});

test("who cannot take leave is gone all the same", async () => {
  const reader = await join();
  consumer.close.mockImplementation(forEver);
  const closing = reader.close();
  await vi.advanceTimersByTimeAsync(10_000);
  await closing;
  expect(cut).toHaveBeenCalledTimes(1);
});

test("brokers that owe an answer for too long have lost us", async () => {
  const reader = await join();
  const next = reader.messages()[Symbol.asyncIterator]().next();
  const failed = expect(next).rejects.toThrow(/^no broker has answered for \d+ ms$/);
  await vi.advanceTimersByTimeAsync(60_000);
  await failed;
});

test("it waits for as long as brokers answer that there is nothing, and when it has no partition", async () => {
  const reader = await join();
  const next = reader.messages()[Symbol.asyncIterator]().next();
  const answers = setInterval(() => consumer.stream.emit("fetch"), 500);
  await vi.advanceTimersByTimeAsync(300_000);
  clearInterval(answers);
  consumer.assignments = [{ topic: "jobs", partitions: [] }];
  await vi.advanceTimersByTimeAsync(300_000);
  consumer.stream.push(sent(0, 1n));
  expect((await next).value.offset).toBe(1n);
});

test("work that takes long is not the brokers' silence", async () => {
  const reader = await join();
  const messages = reader.messages()[Symbol.asyncIterator]();
  consumer.stream.push(sent(0, 1n));
  await messages.next();
  await vi.advanceTimersByTimeAsync(300_000);
  consumer.stream.push(sent(0, 2n));
  expect((await messages.next()).value.offset).toBe(2n);
});
