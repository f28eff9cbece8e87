import { setTimeout as sleep } from "node:timers/promises";
import { type Message, MessagesUnavailable, type Sender } from "./message.ts";

/** A line to the brokers, for one batch at a time. */
export interface Line {
  /** Resolves when the whole batch is acknowledged. The same batch again after a failure is a repetition to it. */
  deliver(batch: readonly Message[]): Promise<void>;
  /** Forgets who leads what: it may have changed. */
  lookAgain(): void;
  close(): Promise<void>;
}

export interface SenderOptions {
  patienceMs: number;
  /** Between two tries of one batch. */
  pauseMs: number;
  /** Messages of one batch at most. */
  most: number;
}

interface Waiting {
  message: Message;
  until: number;
  resolve(): void;
  reject(why: Error): void;
}

/**
 * One batch is under way at a time, and what comes meanwhile is the next one: so messages stay in order, and many
 * share one acknowledgement. A batch that fails is tried again as it is until its patience ends; whoever wrote it is
 * then told that nobody knows. After that a new line is opened, since the old one may still owe answers.
 */
export function createSender(
  open: () => Line,
  { patienceMs, pauseMs, most }: SenderOptions,
  log: (line: string) => void,
): Sender {
  let line = open();
  let waiting: Waiting[] = [];
  let busy: Promise<void> | undefined;
  let said = "";
  const say = (text: string): void => {
    if (text !== said) log(`message queue: ${text}`);
    said = text;
  };

  const deliver = async (batch: readonly Waiting[]): Promise<void> => {
    const messages = batch.map(({ message }) => message);
    const until = Math.min(...batch.map((one) => one.until));
    for (;;) {
      try {
        await line.deliver(messages);
        say("messages are taken");
        for (const one of batch) one.resolve();
        return;
      } catch (thrown) {
        const why = reasonOf(thrown);
        say(why);
        if (Date.now() + pauseMs >= until) {
          for (const one of batch) one.reject(new MessagesUnavailable(why, thrown));
          void line.close().catch(() => {});
          line = open();
          return;
        }
        line.lookAgain();
        await sleep(pauseMs);
      }
    }
  };
  const work = async (): Promise<void> => {
    // what is written in the same turn goes together
    await Promise.resolve();
    while (waiting.length > 0) {
      const now = Date.now();
      const late = waiting.filter((one) => one.until <= now);
      for (const one of late) one.reject(new MessagesUnavailable(said));
      waiting = waiting.filter((one) => one.until > now);
      const batch = waiting.splice(0, most);
      if (batch.length > 0) await deliver(batch);
    }
    busy = undefined;
  };

  return {
    send: (message) =>
      new Promise((resolve, reject) => {
        waiting.push({ message, until: Date.now() + patienceMs, resolve, reject });
        busy ??= work();
      }),
    async close() {
      await busy;
      await line.close();
    },
  };
}

/** The innermost word on it: the client wraps what a broker said into "failed 3 times". */
export function reasonOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown);
  if (thrown instanceof AggregateError && thrown.errors.length > 0) return reasonOf(thrown.errors.at(-1));
  const { apiId } = thrown as { apiId?: string };
  return apiId ? `${apiId}: ${thrown.message}` : thrown.message;
}
