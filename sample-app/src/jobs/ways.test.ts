import { expect, it, vi } from "vitest";
import { serve } from "../../test/serve.ts";
import { json } from "../http/reply.ts";
import type { Message } from "../messages/message.ts";
import { createHttpNotifier } from "./http-notifier.ts";
import { type Job, type Notifier, NotifierUnavailable, readJob, written } from "./job.ts";
import { createMemoryNotifier } from "./memory-notifier.ts";
import { queueNotifier } from "./notifier.ts";

const job: Job = { id: "job-0001", userId: 7, body: "Hello" };

it("a job is read back as it was written, and nothing else passes for one", () => {
  expect(readJob(written(job))).toEqual(job);
  for (const text of ["", "null", "7", "{}", '{"id":"a","userId":"7","body":"b"}']) {
    expect(readJob(text)).toBeUndefined();
  }
});

it("the synchronous way waits until the job is done, and says who did not do it", async () => {
  const seen: string[] = [];
  const { url, close } = await serve({
    "POST /jobs": async (visit) => {
      const text = (await visit.bytes(1000)).toString();
      seen.push(text);
      return json(text.includes("bad") ? 503 : 200, {});
    },
  });
  const notifier = createHttpNotifier({ url, timeoutMs: 1000 });
  expect(await notifier.notify(job)).toBe("done");
  expect(seen).toEqual([written(job)]);
  await expect(notifier.notify({ ...job, body: "bad" })).rejects.toThrow(`${url} answered with 503`);
  close();
  await expect(notifier.notify(job)).rejects.toThrow(NotifierUnavailable);
});

it("memory says yes at once, does jobs one by one, and gives up what cannot be done", async () => {
  const done: string[] = [];
  const asking: Notifier = {
    async notify({ id }) {
      if (id === "b") throw new NotifierUnavailable("down");
      done.push(id);
      return "done";
    },
    async settled() {},
    async close() {},
  };
  const said: string[] = [];
  const memory = createMemoryNotifier(asking, { most: 3, tries: 2, atOnce: 1, pauseMs: 1 }, (line) =>
    said.push(line),
  );
  const told = await Promise.allSettled(["a", "b", "c", "d", "e"].map((id) => memory.notify({ ...job, id })));
  expect(told.map(({ status }) => status)).toEqual([...Array(4).fill("fulfilled"), "rejected"]);
  await memory.settled(1000);
  expect(done).toEqual(["a", "c", "d"]);
  expect(said).toEqual(["job b given up after 2 tries: the notifier is not available: down"]);
});

it("the queue gets one user's jobs under one key, and its yes is the brokers'", async () => {
  const send = vi.fn(async (_: Message) => {});
  const waiting = vi.fn(async () => 0);
  waiting.mockResolvedValueOnce(2).mockRejectedValueOnce(new Error("no broker"));
  const notifier = queueNotifier({ send, close: async () => {} }, "notifications", waiting);
  expect(await notifier.notify(job)).toBe("accepted");
  expect(send).toHaveBeenCalledWith({
    topic: "notifications",
    key: "7",
    value: written(job),
    headers: { id: job.id },
  });
  send.mockRejectedValueOnce(new Error("no"));
  await expect(notifier.notify(job)).rejects.toThrow("no");
  await notifier.settled(2000);
  expect(waiting).toHaveBeenCalledTimes(3);
});
