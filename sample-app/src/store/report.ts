import type { Database } from "./database.ts";

/** Two members who meet under the same posts. */
export interface Pair {
  one: string;
  other: string;
  posts: number;
  comments: number;
}

/**
 * Who talks with whom: every pair of members who commented on the same post, busiest first.
 * Heavy on purpose and honestly so: the join grows with the square of a post's comments and no index can help.
 */
export function busiestPairs(database: Pick<Database, "on">, timeoutMs: number): Promise<Pair[]> {
  return database.on(timeoutMs, (queries) =>
    queries.rows<Pair>(
      `SELECT a.name AS one, b.name AS other, t.posts, t.comments FROM (
         SELECT x.author_id AS one, y.author_id AS other,
                COUNT(DISTINCT x.post_id) AS posts, COUNT(*) AS comments
         FROM comments x JOIN comments y ON y.post_id = x.post_id AND y.author_id > x.author_id
         GROUP BY x.author_id, y.author_id
         ORDER BY posts DESC, comments DESC, one, other LIMIT 20
       ) t JOIN users a ON a.id = t.one JOIN users b ON b.id = t.other
       ORDER BY t.posts DESC, t.comments DESC, t.one, t.other`,
    ),
  );
}
