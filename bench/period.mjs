// What the period of a quota does to latencies and throughput: of a server by itself, of a quota that containers share,
// of MySQL and of a balancer, with periods of 100, 50, 20, 10 and 5 ms and with a pinned core instead of a quota.
// node bench/period.mjs [SUBJECT,…|all] [REPEATS]   (alone, shared, mysql, balancer; 3 repeats)
// The knee is the highest rate at which p99 stays within 500 ms; latencies are measured at half of the knee that the
// subject has at 100 ms, so at the same rate for every period. Repeats are interleaved. Resumable: what was measured is
// kept in runs/period.json; delete that file to begin again. Wants a quiet machine.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { median } from "./median.mjs";

const root = dirname(import.meta.dirname);
const file = join(root, "runs", "period.json");

// a pinned core is a whole one: for `shared` that is the variant, for the others one server loses its quota
const subjects = {
  alone: { stage: "scale-out/one-backend", server: "app-1", path: "/feed", from: 4 },
  shared: { stage: "single-server/x2", pinned: "single-server/core", path: "/feed", from: 8 },
  mysql: { stage: "split-database", server: "db-1", path: "/report", from: 1 },
  balancer: { stage: "balancing/small-lb", server: "lb-1", path: "/healthz", from: 20 },
};
const ways = ["100ms", "50ms", "20ms", "10ms", "5ms", "pinned"];
const step = 1.25;
const limitMs = 500;
const mostFailed = 0.01;
const mostSteps = 30;

const [asked = "all", wanted = "3"] = process.argv.slice(2);
const names = asked === "all" ? Object.keys(subjects) : asked.split(",");
const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};

function lab(words, env = {}) {
  const options = { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], env: { ...process.env, ...env } };
  return JSON.parse(execFileSync(join(root, "lab"), [...words, "--json"], options));
}

function load(url, path, rate, seconds) {
  const words = ["load", "--url", new URL(path, url).href, "--arrivals", "poisson", "--seed", "period"];
  return lab([...words, "--rate", String(rate), "--for", `${seconds}s`]);
}

/** Takes the quota of a server's containers away and gives them a core of their own. */
function pin(servers, name) {
  const { cli, dockerHost } = lab(["engine", "status"]);
  const { containers } = servers.find((server) => server.name === name);
  const words = ["update", "--cpu-quota", "-1", "--cpuset-cpus", "0", ...containers];
  execFileSync(cli, words, {
    env: { ...process.env, DOCKER_HOST: dockerHost },
    stdio: ["ignore", "ignore", "inherit"],
  });
}

/** The highest rate that is carried; a search that never ends says so by NaN. */
function knee(url, { path, from }) {
  let best = 0;
  for (let rate = from, steps = 0; steps < mostSteps; rate *= step, steps++) {
    const found = load(url, path, Number(rate.toFixed(2)), 6);
    if (found.failed > mostFailed * found.asked || !(found.latencyMs.p99 <= limitMs)) return best;
    best = rate;
  }
  return Number.NaN;
}

function measure(name, way) {
  const subject = subjects[name];
  const pinned = way === "pinned";
  // a container can only lose a quota that has a period of its own
  const env = { STAGECRAFT_CPU_PERIOD: pinned ? "100ms" : way };
  const stage = pinned && subject.pinned ? subject.pinned : subject.stage;
  const { run, url, servers } = lab(["up", stage, "--yes"], env);
  try {
    if (pinned && !subject.pinned) pin(servers, subject.server);
    load(url, subject.path, subject.from, 4); // warm
    const carried = knee(url, subject);
    const rate = rateOf(name) ?? carried / 2;
    const { p50, p99 } = load(url, subject.path, Number(rate.toFixed(2)), 15).latencyMs;
    return { knee: carried, rate, p50, p99 };
  } finally {
    execFileSync(join(root, "lab"), ["down", "--run", run], { stdio: ["ignore", "ignore", "inherit"] });
  }
}

/** The rate of a subject's first measurement, which is at 100 ms. */
const rateOf = (name) => known[`${name} ${ways[0]}`]?.[0]?.rate;

function save() {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(known, null, 2));
  renameSync(`${file}.new`, file); // a kill leaves the old file or the new one, never half of one
}

for (let repeat = 0; repeat < Number(wanted); repeat++) {
  for (const name of names) {
    for (const way of ways) {
      const key = `${name} ${way}`;
      known[key] ??= [];
      if (known[key].length > repeat) continue;
      known[key].push(measure(name, way));
      save();
      console.error(`${key}, ${repeat + 1} of ${wanted}:`, known[key].at(-1));
    }
  }
}

const shown = (values) => {
  const rounded = (value) => Number(value.toPrecision(3));
  return `${rounded(median(values))} (${rounded(Math.min(...values))}–${rounded(Math.max(...values))})`;
};
console.log("| subject | quota | rate 1/s | p50 ms | p99 ms | knee 1/s |\n|---|---|---|---|---|---|");
for (const name of names) {
  for (const way of ways) {
    const runs = known[`${name} ${way}`] ?? [];
    if (runs.length === 0) continue;
    const of = (key) => shown(runs.map((one) => one[key]));
    console.log(
      `| ${name} | ${way} | ${Number(rateOf(name).toPrecision(3))} | ${of("p50")} | ${of("p99")} | ${of("knee")} |`,
    );
  }
}
