import { type Job, type Notifier, NotifierUnavailable, written } from "./job.ts";

/** Asks the notifier and waits until it has done the job: whoever asked us waits, too. */
export function createHttpNotifier({ url, timeoutMs }: { url: string; timeoutMs: number }): Notifier {
  return {
    async notify(job: Job) {
      const ask = { method: "POST", headers: { "content-type": "application/json" }, body: written(job) };
      let status: number;
      try {
        const answer = await fetch(new URL("/jobs", url), { ...ask, signal: AbortSignal.timeout(timeoutMs) });
        await answer.arrayBuffer();
        status = answer.status;
      } catch (thrown) {
        throw new NotifierUnavailable(`${url} ${whyNot(thrown, timeoutMs)}`, thrown);
      }
      if (status !== 200) throw new NotifierUnavailable(`${url} answered with ${status}`);
      return "done";
    },
    // whoever was answered has nothing under way
    async settled() {},
    async close() {},
  };
}

function whyNot(thrown: unknown, timeoutMs: number): string {
  const error = thrown as { name?: string; cause?: { code?: string } };
  if (error.name === "TimeoutError") return `did not answer within ${timeoutMs} ms`;
  return error.cause?.code ?? String(thrown);
}
