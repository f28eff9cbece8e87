import type { Found, Search } from "../search/find.ts";
import type { Reads } from "./servers/split.ts";

const columns = "p.write_id AS id, u.name AS author, p.body, p.created_at AS at";
const mostWords = 8;

/** Posts that have all the words anywhere, in the middle of other words, too; the newest first. No index can help. */
export function findByLike(reads: Pick<Reads, "rows">): Search {
  return {
    async find(words, count) {
      const wanted = words.split(/\s+/).filter(Boolean).slice(0, mostWords);
      if (wanted.length === 0) return [];
      // `_` and `%` would match anything
      const patterns = wanted.map((word) => `%${word.replace(/[_%\\]/g, "\\$&")}%`);
      const all = wanted.map(() => "body LIKE ?").join(" AND ");
      return reads.rows<Found>(
        `SELECT ${columns} FROM (SELECT * FROM posts WHERE ${all} ORDER BY id DESC LIMIT ${Math.trunc(count)}) p
         STRAIGHT_JOIN users u ON u.id = p.author_id ORDER BY p.id DESC`,
        patterns,
      );
    },
  };
}

export const fulltextIndex = "ALTER TABLE posts ADD FULLTEXT INDEX posts_by_words (body)";

/** Posts that have any of the words as they are written, by MySQL's own measure of relevance; needs that index. */
export function findByFulltext(reads: Pick<Reads, "rows">): Search {
  return {
    find: (words, count) =>
      reads.rows<Found>(
        // the best ones by their numbers alone, which the index has; then what belongs to them
        `SELECT ${columns} FROM (
           SELECT id, MATCH (body) AGAINST (? IN NATURAL LANGUAGE MODE) AS score FROM posts
           WHERE MATCH (body) AGAINST (? IN NATURAL LANGUAGE MODE) ORDER BY score DESC LIMIT ${Math.trunc(count)}
         ) best STRAIGHT_JOIN posts p ON p.id = best.id STRAIGHT_JOIN users u ON u.id = p.author_id
         ORDER BY best.score DESC, p.id DESC`,
        [words, words],
      ),
  };
}
