#!/usr/bin/env node
// visible POSTS: writes so many posts, ten a second, and looks again and again whether the search page finds them. Prints
// how long nine in ten took and, last, 99 in 100: milliseconds from the acknowledgement to the first answer with the
// post. One that is not found within ten seconds took ten seconds.
import { fail, login, percentile, search, sleep, write } from "/usr/local/lib/site.mjs";

const count = Number(process.argv[2] ?? 20);
const run = Date.now().toString(36);
const cookie = await login();
const waits = [];
const group = 10;
const pauseMs = 100;
const longestMs = 10_000;

// ten posts share a word, so that one look tells of all of them
async function look(word, ids, written) {
  const open = new Set(ids);
  const last = performance.now() + group * pauseMs + longestMs;
  while (open.size > 0 && performance.now() < last) {
    for (const { id } of await search(word)) {
      // one that is found before its writer has heard of it has not been waited for
      if (open.delete(id))
        waits.push(Math.max(0, performance.now() - (written.get(id) ?? performance.now())));
    }
    await sleep(pauseMs);
  }
  for (const _ of open) waits.push(longestMs);
}

const looks = [];
for (let first = 0; first < count; first += group) {
  const word = `token${run}x${first}`;
  const ids = Array.from({ length: Math.min(group, count - first) }, (_, n) => `visible-${run}-${first + n}`);
  const written = new Map();
  looks.push(look(word, ids, written));
  for (const id of ids) {
    if (!(await write(cookie, id, `${word} was here`))) fail(`${id} was not taken`);
    written.set(id, performance.now());
    await sleep(pauseMs);
  }
}
await Promise.all(looks);
console.log(`${waits.length} posts; nine in ten within ${percentile(waits, 0.9).toFixed(0)} ms; 99 in 100:`);
console.log(percentile(waits, 0.99).toFixed(0));
