import { expect, test } from "vitest";
import { type Message, MessagesUnavailable } from "../messages/message.ts";
import type { Database } from "../store/database.ts";
import { tellDirectly } from "./told.ts";

const row = { id: "post-0007", author: "ann", body: "hello", at: "2026-01-01 00:00:00", version: 7 };
const database = { rows: async () => [row] } as unknown as Pick<Database, "rows">;

test("a post is sent after the commit, under its id; nobody waits for it", async () => {
  const sent: Message[] = [];
  const told = tellDirectly(
    { send: async (message) => void sent.push(message) },
    "posts",
    database,
    () => {},
  );
  expect(told.within).toBeUndefined();
  expect(told.after?.(7)).toBeUndefined();
  await expect.poll(() => sent).toEqual([{ topic: "posts", key: "post-0007", value: JSON.stringify(row) }]);
});

test("what the log does not take is lost, and that is all that is left of it", async () => {
  const logged: string[] = [];
  const send = () => Promise.reject(new MessagesUnavailable("no broker"));
  tellDirectly({ send }, "posts", database, (line) => logged.push(line)).after?.(7);
  await expect
    .poll(() => logged)
    .toEqual(["the event of post 7 is lost: the message queue is not available: no broker"]);
});
