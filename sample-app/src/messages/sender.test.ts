import { describe, expect, it } from "vitest";
import { type Message, MessagesUnavailable } from "./message.ts";
import { createSender, type Line, reasonOf } from "./sender.ts";

const message = (value: string): Message => ({ topic: "jobs", key: "k", value });

/** Lines that answer as the test says, and a note of what each was given. */
function lines(answer: (batch: readonly string[], line: number) => Promise<void>) {
  const given: { line: number; values: string[] }[] = [];
  const closed: number[] = [];
  let opened = 0;
  const open = (): Line => {
    const line = opened++;
    return {
      deliver(batch) {
        const values = batch.map(({ value }) => value);
        given.push({ line, values });
        return answer(values, line);
      },
      lookAgain() {},
      async close() {
        closed.push(line);
      },
    };
  };
  return { open, given, closed };
}
const options = { patienceMs: 60, pauseMs: 5, most: 3 };

describe("a sender", () => {
  it("acknowledges after the line has, and gathers meanwhile what comes next, in order", async () => {
    let release = (): void => {};
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { open, given } = lines((values) => (values.includes("1") ? first : Promise.resolve()));
    const sender = createSender(open, options, () => {});
    const done: string[] = [];
    const send = (value: string) => sender.send(message(value)).then(() => done.push(value));
    const all = [send("1")];
    await new Promise((resolve) => setTimeout(resolve, 10));
    all.push(...["2", "3", "4", "5"].map(send));
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(done).toEqual([]);
    release();
    await Promise.all(all);
    expect(done).toEqual(["1", "2", "3", "4", "5"]);
    expect(given.map(({ values }) => values)).toEqual([["1"], ["2", "3", "4"], ["5"]]);
  });

  it("tries the same batch again, and only then the next", async () => {
    let failures = 2;
    const { open, given } = lines(async () => {
      if (failures-- > 0) throw new Error("no leader");
    });
    const said: string[] = [];
    const sender = createSender(open, options, (line) => said.push(line));
    await Promise.all([sender.send(message("1")), sender.send(message("2"))]);
    expect(given.map(({ values }) => values)).toEqual(Array(3).fill(["1", "2"]));
    expect(said).toEqual(["message queue: no leader", "message queue: messages are taken"]);
  });

  it("says when its patience ends that nobody knows, and goes on with a new line", async () => {
    const { open, given, closed } = lines(async (_, line) => {
      if (line === 0) throw new Error("disk full");
    });
    const sender = createSender(open, options, () => {});
    await expect(sender.send(message("1"))).rejects.toThrow(MessagesUnavailable);
    expect(closed).toEqual([0]);
    await sender.send(message("2"));
    expect(given.at(-1)).toEqual({ line: 1, values: ["2"] });
  });

  it("does not begin with what has waited too long already", async () => {
    const { open, given } = lines(
      () => new Promise((_, reject) => setTimeout(reject, 80, new Error("silent"))),
    );
    const sender = createSender(open, options, () => {});
    const told = await Promise.allSettled(["1", "2", "3", "4"].map((value) => sender.send(message(value))));
    expect(told.map(({ status }) => status)).toEqual(Array(4).fill("rejected"));
    expect(given.map(({ values }) => values)).toEqual([["1", "2", "3"]]);
  });
});

it("finds the innermost reason of what the client throws", () => {
  const broker = Object.assign(new Error("Fewer replicas."), { apiId: "NOT_ENOUGH_REPLICAS" });
  expect(reasonOf(new AggregateError([new Error("first"), new AggregateError([broker])]))).toBe(
    "NOT_ENOUGH_REPLICAS: Fewer replicas.",
  );
});
