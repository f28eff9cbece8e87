import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { serve } from "../../test/serve.ts";
import { type Notifier, NotifierUnavailable } from "../jobs/job.ts";
import { MessagesUnavailable } from "../messages/message.ts";
import { createMemorySessions } from "../security/sessions.ts";
import { notificationRoutes } from "./notifications.ts";

const notifier = {
  notify: vi.fn<Notifier["notify"]>(async () => "accepted"),
  settled: vi.fn<Notifier["settled"]>(async () => {}),
  close: async () => {},
};
const idsAfter = vi.fn(async (after: number) => ({
  ids: ["job-0001", "job-0001"],
  next: after === 0 ? 2 : null,
}));
const sessions = createMemorySessions({ max: 10, ttlMs: 60_000 });
let site: Awaited<ReturnType<typeof serve>>;
let cookie = "";
beforeAll(async () => {
  site = await serve(notificationRoutes(notifier, { sent: async () => "sent", idsAfter }, sessions));
  cookie = `sid=${await sessions.create({ userId: 7, userName: "user0007" })}`;
});
afterAll(() => site.close());

async function ask(headers: Record<string, string> = { cookie }) {
  const body = JSON.stringify({ id: "job-0001", body: "Hello" });
  const answer = await fetch(`${site.url}/notifications`, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body,
  });
  return { status: answer.status, ...((await answer.json()) as object) };
}

test("whoever asks must be logged in, and is told how far it is", async () => {
  expect(await ask({})).toMatchObject({ status: 401 });
  expect(await ask()).toEqual({ status: 202, id: "job-0001", state: "accepted" });
  expect(notifier.notify).toHaveBeenCalledWith({ id: "job-0001", userId: 7, body: "Hello" });
  notifier.notify.mockResolvedValueOnce("done");
  expect(await ask()).toEqual({ status: 201, id: "job-0001", state: "done" });
});

test.each([
  [new NotifierUnavailable("down"), "notifier-unavailable", "the notifier is not available: down"],
  [new MessagesUnavailable("full"), "messages-unavailable", "the message queue is not available: full"],
])("what could not be taken is refused with its reason (%s)", async (thrown, error, message) => {
  notifier.notify.mockRejectedValueOnce(thrown);
  expect(await ask()).toMatchObject({ status: 503, error, message });
});

test("the list has what was sent twice twice, and waits before its first page for what is on its way", async () => {
  const list = async (query: string) => (await fetch(`${site.url}/notifications?${query}`)).json();
  expect(await list("prefix=job")).toEqual({ ids: ["job-0001", "job-0001"], next: 2 });
  expect(await list("prefix=job&after=2")).toMatchObject({ next: null });
  expect(notifier.settled).toHaveBeenCalledTimes(1);
});
