import type { Config } from "../config.ts";
import { relay } from "../events/relay.ts";
import { ensureTopic } from "../events/topic.ts";
import { createKafkaSender } from "../messages/kafka-sender.ts";
import { createDatabases } from "../store/servers/databases.ts";
import { type Log, patiently } from "./patiently.ts";
import { mustHaveBrokers } from "./reading.ts";

/** `relay`: moves what waits in the outbox to the log. */
export async function relayOutbox(config: Config, signal: AbortSignal, log: Log): Promise<void> {
  mustHaveBrokers(config);
  const { events } = config;
  await patiently(() => ensureTopic(events), signal, log);
  const { primary: database } = createDatabases({ ...config.database, connections: 1 }, log);
  const sender = await createKafkaSender(events.kafka, events.sending, log);
  const { topic, pollMs } = events;
  const batchMs = events.sending.patienceMs + 2 * config.database.queryTimeoutMs;
  await relay({ database, sender, topic, pollMs, turnMs: 5000, batchMs }, signal, log);
  await Promise.allSettled([sender.close(), database.close()]);
}
