import { createKafkaSender } from "../messages/kafka-sender.ts";
import type { Sender } from "../messages/message.ts";
import { createHttpNotifier } from "./http-notifier.ts";
import { type Notifier, written } from "./job.ts";
import type { JobsConfig } from "./jobs-config.ts";
import { createMemoryNotifier } from "./memory-notifier.ts";

/** Hands jobs to the brokers: one user's in order, since they have the same key. */
export function queueNotifier(sender: Sender, topic: string): Notifier {
  return {
    async notify(job) {
      await sender.send({ topic, key: String(job.userId), value: written(job), headers: { id: job.id } });
      return "accepted";
    },
    close: () => sender.close(),
  };
}

/** The one that the configuration names; none when it names none. */
export async function createNotifier(
  config: JobsConfig,
  log: (line: string) => void,
): Promise<Notifier | undefined> {
  const { way, kafka, sending, topic } = config;
  if (way === "none") return undefined;
  if (way === "kafka") return queueNotifier(await createKafkaSender(kafka, sending, log), topic.name);
  const asking = createHttpNotifier(config.notifier);
  return way === "sync"
    ? asking
    : createMemoryNotifier(asking, { most: 10_000, tries: 3, pauseMs: 200 }, log);
}
