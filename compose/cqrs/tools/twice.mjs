#!/usr/bin/env node
// twice: how many posts the index has more than once.
import { documents } from "/usr/local/lib/site.mjs";

const counts = [...(await documents())].filter(([, count]) => count > 1);
console.log(
  `more than once: ${
    counts
      .slice(0, 5)
      .map(([id, count]) => `${id} (${count})`)
      .join(" ") || "none"
  }`,
);
console.log(counts.length);
