import { codeOf, type Database, type Queries } from "./database.ts";
import type { Reads } from "./servers/split.ts";

export interface Post {
  /** The write id its author chose. */
  id: string;
  author: string;
  body: string;
  /** UTC, `YYYY-MM-DD HH:MM:SS`, with milliseconds when they are not zero. */
  at: string;
  comments: number;
  likes: number;
}

export interface Comment {
  author: string;
  body: string;
  at: string;
}

/** What became of a write: a repeat of the same post is no second one. */
export type Added = "added" | "repeated" | "conflict";

export interface Posts {
  recent(count: number): Promise<Post[]>;
  find(id: string): Promise<Post | undefined>;
  comments(id: string): Promise<Comment[]>;
  /** Resolves after the commit. `conflict`: the id stands for another post already. */
  add(id: string, authorId: number, body: string): Promise<Added>;
  /** False when there is no such post. */
  comment(id: string, authorId: number, body: string): Promise<boolean>;
  /** Liking twice is liking once. False when there is no such post. */
  like(id: string, userId: number): Promise<boolean>;
  /** Which of these ids exist. */
  existing(ids: readonly string[]): Promise<string[]>;
  /** A page of all ids that start with `prefix`, in order of arrival, after place `after`. */
  idsAfter(after: number, prefix: string, limit: number): Promise<{ ids: string[]; next: number | null }>;
}

/** Who is told of a new post, by its number in the table. */
export interface Told {
  /** In the post's transaction: both happen, or neither. */
  within?(queries: Queries, place: number): Promise<void>;
  /** After the commit. */
  after?(place: number): void;
}

const postColumns = `p.write_id AS id, u.name AS author, p.body, p.created_at AS at,
  (SELECT COUNT(*) FROM comments c WHERE c.post_id = p.id) AS comments,
  (SELECT COUNT(*) FROM likes l WHERE l.post_id = p.id) AS likes`;

/** `reads` answers what people look at; whoever checks what was written asks the database itself. */
export function createPosts(database: Database, reads: Reads, told: Told = {}): Posts {
  const { within } = told;
  const insert = async (queries: Pick<Queries, "write">, values: [string, number, string]) =>
    (await queries.write("INSERT INTO posts (write_id, author_id, body) VALUES (?, ?, ?)", values)).insertId;
  const insertAndTell = (values: [string, number, string]): Promise<number> =>
    within
      ? database.transaction(async (queries) => {
          const place = await insert(queries, values);
          await within(queries, place);
          return place;
        })
      : insert(database, values);
  return {
    recent: (count) =>
      reads.rows(
        // the latest posts first, then what belongs to them: left to itself the optimizer may join everything and sort
        `SELECT ${postColumns} FROM (SELECT * FROM posts ORDER BY id DESC LIMIT ${Math.trunc(count)}) p
         STRAIGHT_JOIN users u ON u.id = p.author_id ORDER BY p.id DESC`,
      ),
    async find(id) {
      const sql = `SELECT ${postColumns} FROM posts p JOIN users u ON u.id = p.author_id WHERE p.write_id = ?`;
      return (await reads.rows<Post>(sql, [id]))[0];
    },
    comments: (id) =>
      reads.rows(
        `SELECT u.name AS author, c.body, c.created_at AS at FROM posts p JOIN comments c ON c.post_id = p.id
         JOIN users u ON u.id = c.author_id WHERE p.write_id = ? ORDER BY c.id LIMIT 50`,
        [id],
      ),
    async add(id, authorId, body) {
      try {
        const place = await insertAndTell([id, authorId, body]);
        told.after?.(place);
        return "added";
      } catch (thrown) {
        if (codeOf(thrown) !== "ER_DUP_ENTRY") throw thrown;
      }
      const sql = "SELECT author_id AS authorId, body FROM posts WHERE write_id = ?";
      const [held] = await database.rows<{ authorId: number; body: string }>(sql, [id]);
      return held?.authorId === authorId && held.body === body ? "repeated" : "conflict";
    },
    async comment(id, authorId, body) {
      const sql =
        "INSERT INTO comments (post_id, author_id, body) SELECT id, ?, ? FROM posts WHERE write_id = ?";
      return (await database.write(sql, [authorId, body, id])).changed === 1;
    },
    async like(id, userId) {
      const sql = `INSERT INTO likes (post_id, user_id) SELECT id, ? FROM posts WHERE write_id = ?
        ON DUPLICATE KEY UPDATE user_id = likes.user_id`;
      const { changed } = await database.write(sql, [userId, id]);
      return changed > 0 || (await this.existing([id])).length === 1;
    },
    async existing(ids) {
      if (ids.length === 0) return [];
      const found = await database.text<{ id: string }>(
        "SELECT write_id AS id FROM posts WHERE write_id IN (?)",
        [ids],
      );
      return found.map((post) => post.id);
    },
    async idsAfter(after, prefix, limit) {
      // `_` and `%` would match anything in LIKE
      const pattern = `${prefix.replace(/[_%\\]/g, "\\$&")}%`;
      const rows = await database.rows<{ place: number; id: string }>(
        `SELECT id AS place, write_id AS id FROM posts WHERE id > ? AND write_id LIKE ? ORDER BY posts.id LIMIT ${Math.trunc(limit)}`,
        [after, pattern],
      );
      return { ids: rows.map((row) => row.id), next: rows.length === limit ? rows.at(-1)!.place : null };
    },
  };
}
