// k6 beside our generator: the truth test, and CPU per request at 2,000/s, interleaved.
// Needs k6: K6=/path/to/k6 node bench/k6.mjs (go install go.k6.io/k6@latest builds one). Needs a build of ours.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { whileKilled, whileStopped } from "./load/outages.mjs";
import { labLoad, workerRecords } from "./load/run.mjs";
import { freePort, killServer, startServer } from "./load/server-process.mjs";

const k6 = process.env.K6 ?? "k6";
const folder = mkdtempSync(join(tmpdir(), "stagecraft-k6-"));
const script = join(folder, "script.js");
const summary = join(folder, "summary.json");
writeFileSync(
  script,
  `import http from "k6/http";
export const options = {
  discardResponseBodies: true,
  summaryTrendStats: ["p(50)", "p(90)", "p(99)", "max"],
  scenarios: { all: { executor: "constant-arrival-rate", rate: Number(__ENV.RATE), timeUnit: "1s",
    duration: __ENV.FOR, preAllocatedVUs: 600, maxVUs: 3000 } },
};
export default function () { http.get(__ENV.URL, { timeout: "10s" }); }
`,
);

/** CPU-seconds that a process has used, from Linux's own account (in ticks of 10 ms). */
function cpuSeconds(pid) {
  const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function runK6(url, rate, seconds) {
  const words = ["run", "--quiet", "--no-usage-report", "--summary-export", summary, "-e", `URL=${url}`];
  const child = spawn(k6, [...words, "-e", `RATE=${rate}`, "-e", `FOR=${seconds}s`, script], {
    stdio: "ignore",
  });
  let cpuS = 0;
  const watch = setInterval(() => {
    try {
      cpuS = cpuSeconds(child.pid);
    } catch {
      clearInterval(watch); // it has ended
    }
  }, 50);
  await once(child, "close");
  clearInterval(watch);
  const { metrics } = JSON.parse(readFileSync(summary, "utf8"));
  const good = metrics["http_req_duration{expected_response:true}"] ?? metrics.http_req_duration;
  const total = metrics.http_reqs.count;
  const failed = metrics.http_req_failed.passes;
  return {
    p50: good["p(50)"],
    p90: good["p(90)"],
    p99: good["p(99)"],
    total,
    failed,
    cpuUs: (cpuS / total) * 1e6,
  };
}

const port = await freePort();
const url = `http://127.0.0.1:${port}/`;
const rate = 200;
const ours = async () => {
  const { latencyMs, asked, failed } = await labLoad("--url", url, "--rate", rate, "--for", "10s");
  return { p50: latencyMs.p50, p90: latencyMs.p90, p99: latencyMs.p99, total: asked, failed };
};
const table = {};
const add = (name, { p50, p90, p99, total, failed }) => {
  table[name] = { p50: Number(p50.toFixed(1)), p90: Math.round(p90), p99: Math.round(p99), total, failed };
};
add("ours, stopped 2 s", await whileStopped(port, ours));
add("k6, stopped 2 s", await whileStopped(port, () => runK6(url, rate, 10)));
const killed = [await whileKilled(port, ours), await whileKilled(port, () => runK6(url, rate, 10))];
add(`ours, killed ${killed[0].downS} s`, killed[0].found);
add(`k6, killed ${killed[1].downS} s`, killed[1].found);
console.table(table);

const seconds = 6;
const quick = await freePort();
const server = await startServer("quick-server.mjs", quick);
const rows = [];
for (let repeat = 0; repeat < 3; repeat++) {
  const mix = [{ journey: "visit", weight: 1, steps: [{ kind: "get", path: "/" }] }];
  const origin = `http://127.0.0.1:${quick}`;
  const job = {
    kind: "open",
    url: origin,
    seed: "k6",
    rate: 2000,
    arrivals: "constant",
    durationMs: seconds * 1000,
    mix,
  };
  const records = await workerRecords(job);
  const cpuS = records.reduce((sum, one) => sum + (one.kind === "window" ? one.generator.cpuS : 0), 0);
  const mine = Math.round((cpuS / records.at(-1).sent) * 1e6);
  const theirs = Math.round((await runK6(`${origin}/`, 2000, seconds)).cpuUs);
  rows.push({
    "ours, µs/request": mine,
    "k6, µs/request": theirs,
    ratio: Number((theirs / mine).toFixed(2)),
  });
}
await killServer(server.child);
console.table(rows);
rmSync(folder, { recursive: true, force: true });
