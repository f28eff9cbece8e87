// Rate: what one generator process holds, and what a request costs it, beside autocannon at the same rate.
// Interleaved repeats against the same server. With a URL as argument (an nginx, say) that one is loaded.
// Prints tables; exits 1 when less than 98 % was achieved. Needs a build: node scripts/build.mjs
import { availableParallelism } from "node:os";
import { runAutocannon, workerRecords } from "./load/run.mjs";
import { freePort, killServer, startServer } from "./load/server-process.mjs";

const seconds = 8;
const port = await freePort();
const server = process.argv[2] ? undefined : await startServer("quick-server.mjs", port);
const url = new URL(process.argv[2] ?? `http://127.0.0.1:${port}/`);

async function ours(rate, arrivals = "constant", processes = 1) {
  const steps = [{ kind: "get", path: url.pathname }];
  const records = await workerRecords({
    kind: "open",
    url: url.origin,
    seed: "rate",
    rate,
    arrivals,
    processes,
    durationMs: seconds * 1000,
    mix: [{ journey: "visit", weight: 1, steps }],
  });
  const end = records.at(-1);
  const windows = records.filter((record) => record.kind === "window");
  const cpuS = windows.reduce((sum, window) => sum + window.generator.cpuS, 0);
  return {
    generator: `ours, ${arrivals}, ${processes} process(es)`,
    rate,
    achieved: (end.sent - end.sentLate) / end.scheduled,
    ok: end.ok / end.scheduled,
    perS: Math.round((end.ok / (end.endMs - end.startMs)) * 1000),
    cpuUsPerRequest: (cpuS / end.sent) * 1e6,
  };
}

async function theirs(rate) {
  const { total, cpuS } = await runAutocannon(url.href, seconds, rate);
  return {
    generator: "autocannon, 10 connections",
    rate,
    achieved: total / (rate * seconds),
    perS: Math.round(total / seconds),
    cpuUsPerRequest: (cpuS / total) * 1e6,
  };
}

const rounded = (row) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      typeof value === "number" ? Math.round(value * 1000) / 1000 : value,
    ]),
  );

const atRate = [];
for (let repeat = 0; repeat < 3; repeat++) {
  atRate.push(await ours(2000), await ours(2000, "poisson"), await theirs(2000));
}
console.table(atRate.map(rounded));

const higher = [];
for (const rate of [5000, 10_000, 20_000]) {
  higher.push(await ours(rate));
  if (availableParallelism() > 1) higher.push(await ours(rate, "constant", 2));
}
console.log(
  `higher rates; this machine has ${availableParallelism()} cores, and the server takes its share of them`,
);
console.table(higher.map(rounded));
if (server) await killServer(server.child);
process.exit(atRate.every((row) => row.achieved >= 0.98) ? 0 : 1);
