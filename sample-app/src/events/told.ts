import { createKafkaSender } from "../messages/kafka-sender.ts";
import type { Sender } from "../messages/message.ts";
import type { Database } from "../store/database.ts";
import { eventOfPost, noteInOutbox } from "../store/outbox.ts";
import type { Told } from "../store/posts.ts";
import { textOf } from "./event.ts";
import type { EventsConfig } from "./events-config.ts";

/** How this app server tells others of new posts, and what has to be closed in the end. */
export async function createTold(
  events: EventsConfig,
  database: Pick<Database, "rows">,
  log: (line: string) => void,
): Promise<{ told: Told; close(): Promise<void> }> {
  if (events.way === "none") return { told: {}, close: async () => {} };
  if (events.way === "outbox") return { told: { within: noteInOutbox }, close: async () => {} };
  const sender = await createKafkaSender(events.kafka, events.sending, log);
  return { told: tellDirectly(sender, events.topic, database, log), close: () => sender.close() };
}

/**
 * Sends what was just committed to the log, without being waited for. When the log is away the post is there and its
 * event is not, and nobody will send it again. That is what the outbox is for.
 */
export function tellDirectly(
  sender: Pick<Sender, "send">,
  topic: string,
  database: Pick<Database, "rows">,
  log: (line: string) => void,
): Told {
  const tell = async (place: number): Promise<void> => {
    try {
      const event = await eventOfPost(database, place);
      await sender.send({ topic, key: event.id, value: textOf(event) });
    } catch (thrown) {
      log(`the event of post ${place} is lost: ${thrown instanceof Error ? thrown.message : thrown}`);
    }
  };
  return { after: (place) => void tell(place) };
}
