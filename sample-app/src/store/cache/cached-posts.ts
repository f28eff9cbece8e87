import type { Posts } from "../posts.ts";
import type { Cache } from "./cache.ts";

export const reportKey = "report";
const feedKey = "feed";
const postKey = (id: string): string => `post:${id}`;
const talkKey = (id: string): string => `talk:${id}`;

/** What people look at is cached, and each write forgets all that it changes; checkers ask the database itself. */
export function cachedPosts(posts: Posts, cache: Cache): Posts {
  return {
    ...posts,
    recent: (count) => cache.read(feedKey, () => posts.recent(count)),
    find: (id) => cache.read(postKey(id), () => posts.find(id)),
    comments: (id) => cache.read(talkKey(id), () => posts.comments(id)),
    async add(id, authorId, body) {
      const added = await posts.add(id, authorId, body);
      await cache.forget(feedKey);
      return added;
    },
    async comment(id, authorId, body) {
      const written = await posts.comment(id, authorId, body);
      await cache.forget(feedKey, postKey(id), talkKey(id), reportKey);
      return written;
    },
    async like(id, userId) {
      const liked = await posts.like(id, userId);
      await cache.forget(feedKey, postKey(id));
      return liked;
    },
  };
}
