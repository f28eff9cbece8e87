import { describe, expect, it, vi } from "vitest";
import type { Reader } from "../messages/kafka-reader.ts";
import type { Received } from "../messages/message.ts";
import { startMember } from "./member.ts";

const message = (partition: number, offset: number): Received => ({
  topic: "jobs",
  key: "k",
  value: `${partition}/${offset}`,
  partition,
  offset: BigInt(offset),
});

/** A reader that gives what it is fed, and a note of what was committed. */
function fakeReader(own: number[]) {
  const queue: (Received | Error)[] = [];
  const committed: string[] = [];
  let wake = (): void => {};
  let ended = false;
  const reader: Reader = {
    async *messages() {
      while (!ended) {
        const next = queue.shift();
        if (next instanceof Error) throw next;
        if (next) yield next;
        else
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
      }
    },
    async commit(last) {
      committed.push(...last.map(({ value }) => value));
    },
    partitions: () => own,
    async end() {
      ended = true;
      wake();
    },
    async close() {
      ended = true;
      wake();
    },
  };
  const feed = (...fed: (Received | Error)[]): void => {
    queue.push(...fed);
    wake();
  };
  return { reader, feed, committed, own };
}

const options = { commitMs: 10_000, pauseMs: 1 };
const silent = (): void => {};

describe("a member of the group", () => {
  it("notes what it has done when it stops, after the work, and once", async () => {
    const { reader, feed, committed } = fakeReader([0, 1]);
    const worked: string[] = [];
    const member = startMember(
      async () => reader,
      async ({ value }) => void worked.push(value),
      options,
      silent,
    );
    feed(message(0, 0), message(0, 1), message(1, 7));
    await vi.waitFor(() => expect(worked).toHaveLength(3));
    expect(committed).toEqual([]);
    await member.stop();
    expect(committed).toEqual(["0/1", "1/7"]);
  });

  it("notes while it works, and nothing that is not done", async () => {
    const { reader, feed, committed } = fakeReader([0]);
    let release = silent;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const work = ({ offset }: Received) => (offset === 1n ? held : Promise.resolve());
    const member = startMember(async () => reader, work, { ...options, commitMs: 5 }, silent);
    feed(message(0, 0), message(0, 1));
    await vi.waitFor(() => expect(committed).toEqual(["0/0"]));
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(committed).toEqual(["0/0"]);
    release();
    await member.stop();
    expect(committed).toEqual(["0/0", "0/1"]);
  });

  it("leaves alone what others own by now, and what it has done already", async () => {
    const fake = fakeReader([0]);
    const worked: string[] = [];
    const member = startMember(
      async () => fake.reader,
      async ({ value }) => void worked.push(value),
      options,
      silent,
    );
    fake.feed(message(0, 0), message(0, 1), message(1, 0), message(0, 1), message(0, 2));
    await vi.waitFor(() => expect(worked).toEqual(["0/0", "0/1", "0/2"]));
    await member.stop();
    expect(fake.committed).toEqual(["0/2"]);
  });

  it("does not note for others what it did before they took over", async () => {
    const fake = fakeReader([0]);
    const worked: string[] = [];
    const work = async ({ value }: Received) => void worked.push(value);
    const member = startMember(async () => fake.reader, work, options, silent);
    fake.feed(message(0, 0));
    await vi.waitFor(() => expect(worked).toHaveLength(1));
    fake.own.splice(0);
    await member.stop();
    expect(fake.committed).toEqual([]);
  });

  it("joins again when it drops out, and says why once", async () => {
    const said: string[] = [];
    let joins = 0;
    const fake = fakeReader([0]);
    const join = async (): Promise<Reader> => {
      joins++;
      if (joins < 4) throw new Error("no coordinator");
      return fake.reader;
    };
    const member = startMember(
      join,
      async () => {},
      options,
      (line) => said.push(line),
    );
    await vi.waitFor(() => expect(joins).toBe(4));
    await vi.waitFor(() => expect(member.partitions()).toEqual([0]));
    await member.stop();
    expect(said).toEqual(["out of the group: no coordinator", "joined the group"]);
  });
});
