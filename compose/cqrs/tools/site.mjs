// What the operator's words share: the site, and the search engine behind it, asked over the network.
import { setTimeout as sleep } from "node:timers/promises";

export { sleep };
export const engineUrl = process.env.SEARCH_ENGINE;
const app = process.env.APP;

export function fail(why) {
  console.error(why);
  process.exit(1);
}

/** A page of the app. */
export const ask = (path, options) => fetch(app + path, { signal: AbortSignal.timeout(10_000), ...options });

const json = { "content-type": "application/json" };

/** The engine's answer; undefined: 404. */
export async function engine(method, path, body) {
  const answer = await fetch(engineUrl + path, {
    method,
    headers: json,
    signal: AbortSignal.timeout(30_000),
    ...(body ? { body: JSON.stringify(body) } : {}),
  }).catch((why) => fail(`the search engine does not answer: ${why.cause?.code ?? why.message}`));
  if (answer.status === 404) return undefined;
  if (!answer.ok) fail(`the search engine answers ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** The ids of all posts that the database has; `written`: without those that nobody wrote, seed posts. */
export async function rows({ written = false } = {}) {
  const ids = [];
  for (let after = 0; after !== null; ) {
    const answer = await ask(`/posts?limit=5000&after=${after}`);
    const page = await answer.json();
    if (!answer.ok) fail(`the app answers ${answer.status}: ${page.message}`);
    ids.push(...page.ids);
    after = page.next;
  }
  return written ? ids.filter((id) => !id.startsWith("seed-")) : ids;
}

/** How often the index has each post: id -> count. */
export async function documents() {
  await engine("POST", "/posts/_refresh");
  const question = { size: 10_000, sort: ["_doc"], _source: false, docvalue_fields: ["id"] };
  let page = await engine("POST", "/posts/_search?scroll=1m", question);
  if (!page) fail("index missing: run `rebuild`");
  const counts = new Map();
  while (page.hits.hits.length > 0) {
    for (const { fields } of page.hits.hits) counts.set(fields.id[0], (counts.get(fields.id[0]) ?? 0) + 1);
    page = await engine("POST", "/_search/scroll", { scroll: "1m", scroll_id: page._scroll_id });
  }
  return counts;
}

/** Waits until as many documents as posts are there, or nothing has been added for `quietMs`; seconds that it took. */
export async function settled(quietMs = 6000) {
  const started = performance.now();
  const wanted = new Set(await rows()).size;
  let [last, since] = [-1, performance.now()];
  for (;;) {
    await engine("POST", "/posts/_refresh");
    const found = (await engine("GET", "/posts/_count"))?.count ?? 0;
    if (found !== last) [last, since] = [found, performance.now()];
    if (found >= wanted || performance.now() - since > quietMs) return (performance.now() - started) / 1000;
    await sleep(250);
  }
}

/** Logs in as a seed user; the cookie. */
export async function login(name = "user0001") {
  const answer = await ask("/login", {
    method: "POST",
    headers: json,
    body: JSON.stringify({ name, password: "stagecraft-demo" }),
  });
  if (!answer.ok) fail(`the app answers ${answer.status} to a log-in`);
  return answer.headers.getSetCookie()[0].split(";")[0];
}

export async function write(cookie, id, body) {
  const answer = await ask("/posts", {
    method: "POST",
    headers: { ...json, cookie },
    body: JSON.stringify({ id, body }),
  });
  await answer.arrayBuffer();
  return answer.ok;
}

/** What the search page shows for these words. */
export async function search(words, way = "") {
  const by = way ? `&by=${way}` : "";
  const answer = await ask(`/search?q=${encodeURIComponent(words)}${by}`);
  const body = await answer.json();
  if (!answer.ok) fail(`the app answers ${answer.status} to a search: ${body.message}`);
  return body.posts;
}

/** Of sorted numbers: the one that so large a share of them does not exceed. */
export const percentile = (numbers, share) =>
  [...numbers].sort((a, b) => a - b)[Math.max(0, Math.ceil(share * numbers.length) - 1)];
