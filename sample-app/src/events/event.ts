/** What happened to a post, as it is kept in the log: all that a reader of it needs, so that nobody asks the database. */
export interface PostEvent {
  id: string;
  author: string;
  body: string;
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  at: string;
  /** Grows with each event of one post: whoever has a newer one leaves an older one alone. */
  version: number;
}

export const textOf = (event: PostEvent): string => JSON.stringify(event);

/** @throws when the text is no event: with what is missing */
export function eventOf(text: string): PostEvent {
  const value = JSON.parse(text) as Partial<PostEvent> | null;
  for (const name of ["id", "author", "body", "at"] as const) {
    if (typeof value?.[name] !== "string") throw new Error(`an event without ${name}`);
  }
  if (!Number.isSafeInteger(value?.version)) throw new Error("an event without version");
  return value as PostEvent;
}
