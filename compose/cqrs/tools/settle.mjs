#!/usr/bin/env node
// settle: waits until the index has all posts, or grows no more; the seconds that took. Without a search engine: 0.
import { engineUrl, settled } from "/usr/local/lib/site.mjs";

console.log(engineUrl ? (await settled()).toFixed(1) : 0);
