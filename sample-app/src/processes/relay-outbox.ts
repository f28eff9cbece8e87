import type { Config } from "../config.ts";
import { relay } from "../events/relay.ts";
import { ensureTopic } from "../events/topic.ts";
import { createKafkaSender } from "../messages/kafka-sender.ts";
import { closeMs, type Log, patiently, within } from "../patiently.ts";
import { createDatabases } from "../store/servers/databases.ts";
import { mustHaveBrokers } from "./reading.ts";

/** `relay`: moves what waits in the outbox to the log. */
export async function relayOutbox(config: Config, signal: AbortSignal, log: Log): Promise<void> {
  mustHaveBrokers(config);
  const { events } = config;
  const { primary: database } = createDatabases({ ...config.database, connections: 1 }, log);
  const { topic, pollMs } = events;
  const batchMs = events.sending.patienceMs + 2 * config.database.queryTimeoutMs;
  await patiently(() => ensureTopic(events), signal, log);
  const sender = await createKafkaSender(events.kafka, events.sending, log);
  await relay({ database, sender, topic, pollMs, turnMs: 5000, batchMs }, signal, log);
  await within(closeMs, Promise.allSettled([sender.close(), database.close()]));
}
