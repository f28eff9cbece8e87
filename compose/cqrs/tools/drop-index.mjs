#!/usr/bin/env node
// drop-index: deletes the index that searches use. What a wrong word in the wrong window does.
import { engine, fail } from "/usr/local/lib/site.mjs";

const [name] = Object.keys((await engine("GET", "/_alias/posts")) ?? {});
if (!name) fail("there is no index");
await engine("DELETE", `/${name}`);
console.log(`${name} is gone`);
