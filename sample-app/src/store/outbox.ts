import type { PostEvent } from "../events/event.ts";
import type { Queries } from "./database.ts";

/** An event that waits for its place in the log. */
export interface Waiting {
  place: number;
  event: PostEvent;
}

/** What the outbox tells of posts: `where` says which. */
const insert = (where: string): string =>
  `INSERT INTO outbox (post_id, event)
   SELECT p.write_id, JSON_OBJECT('id', p.write_id, 'author', u.name, 'body', p.body, 'at', CAST(p.created_at AS CHAR))
   FROM posts p JOIN users u ON u.id = p.author_id ${where} ORDER BY p.id`;

const post = `SELECT p.write_id AS id, u.name AS author, p.body, p.created_at AS at, p.id AS version
  FROM posts p JOIN users u ON u.id = p.author_id WHERE p.id = ?`;

/** A post as its event, for whoever has no outbox: its number stands for the version. */
export async function eventOfPost(queries: Pick<Queries, "rows">, place: number): Promise<PostEvent> {
  const [row] = await queries.rows<PostEvent>(post, [place]);
  if (!row) throw new Error(`there is no post ${place}`);
  return row;
}

/** Puts a post into the outbox, on the connection and in the transaction that wrote it. */
export async function noteInOutbox(queries: Queries, place: number): Promise<void> {
  await queries.write(insert("WHERE p.id = ?"), [place]);
}

/** The same for all posts that there are, such as seed posts. */
export async function noteAllInOutbox(queries: Queries): Promise<void> {
  await queries.text(insert(""));
}

/** The oldest so many that wait. A row's place is its event's version. */
export async function waitingInOutbox(queries: Queries, limit: number): Promise<Waiting[]> {
  const rows = await queries.text<{ place: number; event: Omit<PostEvent, "version"> | string }>(
    `SELECT id AS place, event FROM outbox ORDER BY id LIMIT ${Math.trunc(limit)}`,
  );
  return rows.map(({ place, event }) => {
    const parsed = (typeof event === "string" ? JSON.parse(event) : event) as Omit<PostEvent, "version">;
    return { place, event: { ...parsed, version: place } };
  });
}

/** Takes out what is in the log. By number, each: one that was given out earlier may be committed later. */
export async function takeFromOutbox(queries: Queries, places: readonly number[]): Promise<void> {
  await queries.text("DELETE FROM outbox WHERE id IN (?)", [places]);
}
