#!/usr/bin/env node
// missing [now]: how many posts the index lacks that the database had when we began to look. Waits first until the index
// has them all, or nothing has been added to it for six seconds; `now` does not wait. Seed posts count with `all` only.
import { documents, rows, settled } from "/usr/local/lib/site.mjs";

const words = process.argv.slice(2);
if (!words.includes("now")) await settled();
// the posts first: what is written meanwhile may be in the index already
const posts = await rows({ written: !words.includes("all") });
const indexed = await documents();
const lost = posts.filter((id) => !indexed.has(id));
console.log(
  `${posts.length} posts, ${indexed.size} in the index, missing: ${lost.slice(0, 5).join(" ") || "none"}`,
);
console.log(lost.length);
