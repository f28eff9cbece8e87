/** A notification to be sent: slow work that nobody who asks for it needs to wait for. */
export interface Job {
  /** The write id that whoever asked for it chose. */
  id: string;
  userId: number;
  body: string;
}

/** The text of a job, as it is handed over. */
export const written = ({ id, userId, body }: Job): string => JSON.stringify({ id, userId, body });

/** What such a text says; nothing when it is none. */
export function readJob(text: string): Job | undefined {
  let value: Partial<Job> | null;
  try {
    value = JSON.parse(text) as Partial<Job> | null;
  } catch {
    return undefined;
  }
  const { id, userId, body } = value ?? {};
  const sound = typeof id === "string" && Number.isInteger(userId) && typeof body === "string";
  return sound ? { id, userId: userId as number, body } : undefined;
}

/** Nobody took the job. Whether it is done, or will be, is then unknown: ask again with the same id. */
export class NotifierUnavailable extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the notifier is not available: ${why}`, { cause });
    this.name = "NotifierUnavailable";
  }
}

/** Takes jobs. `done`: it is done; `accepted`: somebody else will do it. */
export interface Notifier {
  notify(job: Job): Promise<"done" | "accepted">;
  /** Waits until no accepted job is on its way any more, but not longer than so many milliseconds. */
  settled(patienceMs: number): Promise<void>;
  close(): Promise<void>;
}
