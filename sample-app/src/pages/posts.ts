import { randomUUID } from "node:crypto";
import type { Site } from "../config.ts";
import { html, layout, type Markup } from "../http/html.ts";
import { json, page, Refusal, seeOther } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import type { SessionStore } from "../security/sessions.ts";
import type { Post, Posts } from "../store/posts.ts";
import { wholeNumber, writeId, writeIdPattern, writtenText } from "./fields.ts";
import { mustBeLoggedIn, whoIs } from "./login.ts";
import { richText, trendingWords } from "./rich-text.ts";

const feedLength = 20;
const trendingLength = 10;
const mostIdsAsked = 100;
const noSuchPost = () => new Refusal(404, "no-such-post", "there is no such post");

function postMarkup(post: Post, base: string): Markup {
  return html`<article><p><b>${post.author}</b> <a href="${base}/posts/${post.id}">${post.at}</a></p>
<p>${richText(post.body)}</p><p>${post.comments} comments, ${post.likes} likes</p></article>
`;
}

/** The feed, single posts, writing, commenting, liking, and the list of write ids that a checker compares with. */
export function postRoutes(posts: Posts, sessions: SessionStore, site: Site): RouteTable {
  return {
    "GET /feed": async (visit) => {
      const [session, recent] = await Promise.all([whoIs(visit, sessions), posts.recent(feedLength)]);
      const trending = trendingWords(
        recent.map((post) => post.body),
        trendingLength,
      );
      if (!visit.wantsHtml) {
        const posts = recent.map((post) => ({ ...post, html: richText(post.body).text }));
        return json(200, { posts, trending });
      }
      const form = session
        ? html`<form method="post" action="${site.base}/posts"><input type="hidden" name="id" value="${randomUUID()}">
<textarea name="body" required maxlength="2000"></textarea> <button type="submit">Post</button></form>`
        : html``;
      const content = html`<h1>Feed</h1><p>Trending: ${trending.join(", ")}</p>${form}${recent.map((post) => postMarkup(post, site.base))}`;
      return page(200, layout("Feed", content, site, session?.userName));
    },

    "POST /posts": async (visit) => {
      const session = await mustBeLoggedIn(visit, sessions);
      const fields = await visit.fields();
      const id = writeId(fields.id);
      const added = await posts.add(id, session.userId, writtenText(fields, "body", 2000));
      if (added === "conflict") throw new Refusal(409, "id-taken", `the id ${id} stands for another post`);
      if (visit.wantsHtml) return seeOther(`${site.base}/feed`);
      return json(added === "added" ? 201 : 200, { id, duplicate: added === "repeated" });
    },

    "GET /posts": async (visit) => {
      const asked = visit.query.get("ids");
      if (asked !== null) {
        const ids = asked.split(",").filter(Boolean);
        if (ids.length > mostIdsAsked) throw new Refusal(400, "bad-ids", `ids: at most ${mostIdsAsked}`);
        return json(200, { ids: await posts.existing(ids.map(writeId)) });
      }
      const prefix = visit.query.get("prefix") ?? "";
      if (prefix !== "" && !writeIdPattern.test(prefix.padEnd(8, "x"))) {
        throw new Refusal(400, "bad-prefix", "prefix: up to 64 of A-Z, a-z, 0-9, _ and -");
      }
      const after = wholeNumber(visit, "after", 0, 0, Number.MAX_SAFE_INTEGER);
      return json(200, await posts.idsAfter(after, prefix, wholeNumber(visit, "limit", 1000, 1, 5000)));
    },

    "GET /posts/:id": async (visit) => {
      const id = writeId(visit.params.id);
      const post = await posts.find(id);
      if (!post) throw noSuchPost();
      const talk = await posts.comments(id);
      if (!visit.wantsHtml) return json(200, { ...post, talk });
      const session = await whoIs(visit, sessions);
      const comments = talk.map((comment) => html`<p><b>${comment.author}</b> ${comment.body}</p>\n`);
      const content = html`${postMarkup(post, site.base)}<h2>Comments</h2>${comments}`;
      return page(200, layout(`Post by ${post.author}`, content, site, session?.userName));
    },

    "POST /posts/:id/comments": async (visit) => {
      const session = await mustBeLoggedIn(visit, sessions);
      const id = writeId(visit.params.id);
      const body = writtenText(await visit.fields(), "body", 1000);
      if (!(await posts.comment(id, session.userId, body))) throw noSuchPost();
      return visit.wantsHtml ? seeOther(`${site.base}/posts/${id}`) : json(201, { id });
    },

    "POST /posts/:id/likes": async (visit) => {
      const session = await mustBeLoggedIn(visit, sessions);
      const id = writeId(visit.params.id);
      if (!(await posts.like(id, session.userId))) throw noSuchPost();
      return visit.wantsHtml ? seeOther(`${site.base}/posts/${id}`) : json(200, { id });
    },
  };
}
