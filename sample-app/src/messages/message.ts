/** What is handed over: the key decides the partition, and what has the same key stays in order. */
export interface Message {
  topic: string;
  key: string;
  value: string;
  headers?: Record<string, string>;
}

/** A message as it is kept: `offset` is its place in its partition. */
export interface Received extends Message {
  partition: number;
  offset: bigint;
}

/** Nobody acknowledged the message in time. Whether it is kept is then unknown: send it again. */
export class MessagesUnavailable extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the message queue is not available: ${why}`, { cause });
    this.name = "MessagesUnavailable";
  }
}

/** Takes messages; resolves when the brokers have acknowledged. @throws MessagesUnavailable */
export interface Sender {
  send(message: Message): Promise<void>;
  close(): Promise<void>;
}
