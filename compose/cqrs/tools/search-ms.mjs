#!/usr/bin/env node
// search-ms [WAY] [common]: searches for two words at a time, one search after the other, thirty of them or for one and a
// half seconds, and prints the median in milliseconds. The words are addresses that `fill` mentions rarely, or with
// `common` words that every fourth post has. WAY is one that the app knows: like, fulltext, opensearch.
import { percentile, search } from "/usr/local/lib/site.mjs";

const given = process.argv.slice(2);
const way = given.find((word) => word !== "common");
const everyday = "morning garden bread river window market lantern paper station kitchen summer violin".split(
  " ",
);
const words = given.includes("common")
  ? (n) => `${everyday[n % 12]} ${everyday[(n + 1 + (n % 11)) % 12]}`
  : (n) => `street${n * 5}w house${n * 5}b`;

/** Times of searches, one after the other. */
async function times(count, longestMs) {
  const found = [];
  const started = performance.now();
  for (let n = 1; n <= count && performance.now() - started < longestMs; n++) {
    const asked = performance.now();
    await search(words(n), way);
    found.push(performance.now() - asked);
  }
  return found;
}

// connections are open, and the code that answers has run some times
await times(30, 500);
const measured = await times(30, 1500);
console.log(
  `${measured.length} searches, nine in ten within ${percentile(measured, 0.9).toFixed(1)} ms; median:`,
);
console.log(percentile(measured, 0.5).toFixed(1));
