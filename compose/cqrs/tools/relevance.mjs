#!/usr/bin/env node
// relevance [WAY]: searches for three topics that `fill` has planted ten posts of each about, in the forms that people
// use, and prints how many per cent of those thirty are among the ten that each search shows.
import { search } from "/usr/local/lib/site.mjs";

const topics = { "growing tomatoes": "tomato", "tuning guitars": "guitar", "washing dishes": "dish" };
let found = 0;
for (const [words, topic] of Object.entries(topics)) {
  const ids = (await search(words, process.argv[2])).map(({ id }) => id);
  const about = ids.filter((id) => id.startsWith(`about-${topic}-`)).length;
  console.log(`${words}: ${about} of ten; ${ids.length - about} others`);
  found += about;
}
console.log(((found / 30) * 100).toFixed(0));
