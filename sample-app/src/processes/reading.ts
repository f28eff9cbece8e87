import { type Config, ConfigError } from "../config.ts";
import { connectAdmin } from "../messages/kafka-admin.ts";
import { joinGroup, type Reader } from "../messages/kafka-reader.ts";
import { closeMs, type Log, patiently, within } from "../patiently.ts";

/** @throws ConfigError when nobody has said where the log is */
export function mustHaveBrokers({ events }: Config): void {
  if (events.kafka.brokers.length === 0) throw new ConfigError(["KAFKA_BROKERS: host:port is wanted"]);
}

export interface Reading {
  source: Reader;
  /** Messages of the log that a group has not committed yet; this one's unless another one is named. */
  left(of?: string): Promise<number>;
  close(): Promise<void>;
}

/** Joins a group of readers, trying until it works; undefined: stopped meanwhile. */
export async function startReading(
  { events, search }: Config,
  group: string,
  signal: AbortSignal,
  log: Log,
): Promise<Reading | undefined> {
  const { kafka, topic } = events;
  const { sessionMs } = search;
  const source = await patiently(() => joinGroup(kafka, { group, topic, sessionMs }), signal, log);
  if (!source) return undefined;
  const admin = await connectAdmin(kafka);
  const leave = () => void source.close().catch(() => {});
  signal.addEventListener("abort", leave);
  return {
    source,
    left: async (of = group) => (await admin.lag(of, topic)).reduce((all, one) => all + one, 0),
    async close() {
      signal.removeEventListener("abort", leave);
      await within(closeMs, Promise.allSettled([source.close(), admin.close()]));
    },
  };
}
