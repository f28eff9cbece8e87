import { setTimeout as sleep } from "node:timers/promises";
import { connectAdmin, type KafkaAdmin } from "../messages/kafka-admin.ts";
import { createKafkaSender } from "../messages/kafka-sender.ts";
import type { Sender } from "../messages/message.ts";
import { createHttpNotifier } from "./http-notifier.ts";
import { type Notifier, written } from "./job.ts";
import type { JobsConfig } from "./jobs-config.ts";
import { createMemoryNotifier } from "./memory-notifier.ts";

const lookEveryMs = 250;

/** Hands jobs to the brokers: one user's in order, since they have the same key. `waiting`: how many nobody has noted as done. */
export function queueNotifier(sender: Sender, topic: string, waiting: () => Promise<number>): Notifier {
  return {
    async notify(job) {
      await sender.send({ topic, key: String(job.userId), value: written(job), headers: { id: job.id } });
      return "accepted";
    },
    async settled(patienceMs) {
      const until = Date.now() + patienceMs;
      // who cannot be asked may be there again in a moment
      while (Date.now() < until && (await waiting().catch(() => 1)) > 0) await sleep(lookEveryMs);
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
  if (way === "kafka") {
    const sender = await createKafkaSender(kafka, sending, log);
    let admin: KafkaAdmin | undefined;
    const waiting = async (): Promise<number> => {
      admin ??= await connectAdmin(kafka);
      return (await admin.lag(config.worker.group, topic.name)).reduce((sum, one) => sum + one, 0);
    };
    const queue = queueNotifier(sender, topic.name, waiting);
    return { ...queue, close: async () => void (await Promise.all([queue.close(), admin?.close()])) };
  }
  const asking = createHttpNotifier(config.notifier);
  return way === "sync"
    ? asking
    : createMemoryNotifier(asking, { most: 10_000, tries: 3, atOnce: 2, pauseMs: 200 }, log);
}
