// Truth test: does the generator tell what users of a stopped and of a killed server would have seen?
// A 5 ms server at 200 requests/s for 10 s, stopped (SIGSTOP) or killed for 2 s. Beside it: autocannon.
// Prints a table; exits 1 when one of ours is outside the bounds. Needs a build: node scripts/build.mjs

import { whileKilled, whileStopped } from "./load/outages.mjs";
import { labLoad, runAutocannon } from "./load/run.mjs";
import { freePort } from "./load/server-process.mjs";

const rate = 200;
const port = await freePort();
const url = `http://127.0.0.1:${port}/`;
const rows = [];
let bad = 0;

function within(name, value, low, high) {
  const good = value >= low && value <= high;
  if (!good) bad++;
  rows.push({ what: name, measured: Number(value.toFixed(2)), from: low, to: high, good });
}

const stopped = (generate) => whileStopped(port, generate);
const killed = (generate) => whileKilled(port, generate);
const ours = (...more) => labLoad("--url", url, "--rate", rate, "--for", "10s", ...more);
for (const arrivals of ["constant", "poisson"]) {
  const result = await stopped(() => ours("--arrivals", arrivals));
  within(`stopped, ${arrivals}: p50 ms`, result.latencyMs.p50, 5, 8);
  // how many of the users come during the stop is exact for constant arrivals, and varies by about 5 % for Poisson ones
  const looser = arrivals === "constant" ? 1 : 1.1;
  within(`stopped, ${arrivals}: p90 ms`, result.latencyMs.p90, 800 / looser, 1100 * looser);
  within(`stopped, ${arrivals}: p99 ms`, result.latencyMs.p99, 1800, 2050);
  const spread = arrivals === "constant" ? 0 : 4 * Math.sqrt(rate * 10);
  within(`stopped, ${arrivals}: asked`, result.asked, rate * 10 - spread, rate * 10 + spread);
  within(`stopped, ${arrivals}: lost`, result.asked - result.ok, 0, 0);
}
const { found, downS } = await killed(ours);
const expected = rate * downS;
within("killed: failed", found.failed, expected * 0.98, expected * 1.02);
within("killed: p50 of the good ones, ms", found.latencyMs.p50, 5, 10);
console.table(rows);

const closed = await stopped(() => runAutocannon(url, 10, 0));
const paced = await stopped(() => runAutocannon(url, 10, rate));
const dead = await killed(() => runAutocannon(url, 10, rate));
const brief = ({ p50, p90, p99, errors, total }) => ({ p50, p90, p99, errors, total });
console.table({
  "autocannon, closed loop, stopped": brief(closed),
  "autocannon -R, stopped": brief(paced),
  "autocannon -R, killed": brief(dead.found),
});
process.exit(bad === 0 ? 0 : 1);
