import { clientOptions, type KafkaConfig, type SendConfig } from "./kafka-config.ts";
import type { Message, Sender } from "./message.ts";
import { createSender, type Line } from "./sender.ts";

const acksOf = { all: -1, "1": 1, "0": 0 } as const;

/** Sends messages to the brokers that the configuration names, connecting when the first one comes. */
export async function createKafkaSender(
  kafka: KafkaConfig,
  { acks, idempotent, patienceMs }: SendConfig,
  log: (line: string) => void,
): Promise<Sender> {
  // only a server that sends messages pays for loading the client
  const { Producer } = await import("./kafka-client.ts");
  const open = (): Line => {
    const producer = new Producer<string, string, string, string>({
      ...clientOptions(kafka),
      // we try again by ourselves, with fresh knowledge of who leads. An idempotent one takes fewer than two for "for ever"
      retries: idempotent ? 2 : 0,
      acks: acksOf[acks],
      idempotent,
      serializers: { key: bytes, value: bytes, headerKey: bytes, headerValue: bytes },
    });
    // told by the failed call as well
    producer.on("error", () => {});
    return {
      async deliver(batch) {
        await producer.send({ messages: batch.map(asSent), acks: acksOf[acks] });
      },
      lookAgain: () => producer.clearMetadata(),
      close: async () => void (await producer.close(true)),
    };
  };
  return createSender(open, { patienceMs, pauseMs: 100, most: 500 }, log);
}

const bytes = (text: string | undefined): Buffer | undefined =>
  text === undefined ? undefined : Buffer.from(text);
const asSent = ({ topic, key, value, headers }: Message) => ({
  topic,
  key,
  value,
  ...(headers ? { headers } : {}),
});
