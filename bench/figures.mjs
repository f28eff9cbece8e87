// Figures for a lab's texts: medians (least to most) over the runs that bench/repeat.mjs recorded.
// node bench/figures.mjs LAB [METRIC…] [--step S] [--on STAGE] [--phase P] [--of PART] [--full]; without a metric, all
// node bench/figures.mjs LAB --keep [--full] [--from RUN --from RUN…]   keeps what each claim measured, with its median and
// its spread, in labs/LAB/figures.json, a set for each speed: ./lab check looks there how far bounds are. --from takes
// runs of runs/ in place of those of bench/repeat.mjs.
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { median } from "./median.mjs";

const root = dirname(import.meta.dirname);
const runsDir = join(root, "runs");
const string = { type: "string" };
const { values: wanted, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ step: string, on: string, phase: string, of: string },
    ...{ full: { type: "boolean" }, keep: { type: "boolean" }, from: { type: "string", multiple: true } },
  },
});
const [lab = "04", ...metrics] = positionals;
if (wanted.keep) await keepClaims(); // ends here
const history = join(runsDir, `repeat-${lab}${wanted.full ? "-full" : ""}.json`);
if (!existsSync(history)) {
  console.error(`no runs of ${lab} are recorded: node bench/repeat.mjs ${lab} 5`);
  process.exit(2);
}

const figures = new Map();
for (const { run } of JSON.parse(readFileSync(history, "utf8"))) {
  const { measurements } = JSON.parse(readFileSync(join(runsDir, run, "measurements.json"), "utf8"));
  for (const one of measurements) {
    if (one.value === null || !fits(one)) continue;
    const name = [one.metric, one.step, one.phase ?? "-", one.on, one.of ?? "-", one.unit].join(" | ");
    figures.set(name, [...(figures.get(name) ?? []), one.value]);
  }
}
console.log("| metric | step | phase | stage | of | unit | runs | median | least to most |");
console.log("|---|---|---|---|---|---|---|---|---|");
for (const [name, values] of [...figures].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const sorted = values.toSorted((a, b) => a - b);
  const short = (value) => Number(value.toPrecision(3));
  const range = `${short(sorted[0])} to ${short(sorted.at(-1))}`;
  console.log(`| ${name} | ${sorted.length} | ${short(median(sorted))} | ${range} |`);
}

function fits(one) {
  if (metrics.length > 0 && !metrics.includes(one.metric)) return false;
  return ["step", "on", "phase", "of"].every((key) => wanted[key] === undefined || one[key] === wanted[key]);
}

async function keepClaims() {
  const { median: middle, spreadOf } = await distances();
  const sets = new Map();
  for (const run of wanted.from ?? recordedRuns()) {
    const one = readRun(run);
    if (one === undefined) continue;
    const key = JSON.stringify([one.speed, one.quick]);
    sets.set(key, [...(sets.get(key) ?? []), one]);
  }
  const folder = readdirSync(join(root, "labs")).find((name) => name === lab || name.startsWith(`${lab}-`));
  if (folder === undefined || sets.size === 0) {
    console.error(`no runs of ${lab} that say anything: node bench/repeat.mjs ${lab} 5`);
    process.exit(2);
  }
  const recorded = [...sets.values()].map((runs) => ({
    speed: runs[0].speed,
    quick: runs[0].quick,
    runs: runs.length,
    // of the last run: a set is meant to be of one machine
    version: runs.at(-1).version,
    host: runs.at(-1).host,
    claims: Object.fromEntries(
      [...new Set(runs.flatMap(({ claims }) => claims.map(({ id }) => id)))].flatMap((id) => {
        const own = runs.flatMap(({ claims }) => claims.filter((one) => one.id === id && isJudged(one)));
        if (own.length === 0) return [];
        const values = own.map(({ value }) => Number(value.toPrecision(6)));
        const { metric, unit } = own.at(-1);
        return [[id, { metric, unit, values, median: middle(values), spread: spreadOf(values) }]];
      }),
    ),
  }));
  recorded.sort((a, b) => b.speed - a.speed || Number(b.quick) - Number(a.quick));
  const file = join(root, "labs", folder, "figures.json");
  // a list of figures on one line, so that the file stays small
  const text = JSON.stringify({ format: 1, lab: folder, recorded }, null, 2).replace(
    /\[[\s\d.,e+-]+\]/g,
    (list) => list.replace(/\s+/g, " "),
  );
  writeFileSync(`${file}.new`, `${text}\n`);
  renameSync(`${file}.new`, file);
  for (const { speed, quick, runs, claims } of recorded)
    console.log(
      `${folder}: ${Object.keys(claims).length} claims of ${runs} ${quick ? "quick" : "full"} runs at speed ${speed}`,
    );
  process.exit(0);
}

/** The one definition of a spread, not a copy of it. */
async function distances() {
  const outfile = join(root, `dist/distance-${process.pid}.mjs`);
  const entry = join(root, "src/catalog/figures/distance.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, format: "esm", platform: "node" });
  return import(outfile).finally(() => rmSync(outfile));
}

/** Runs of bench/repeat.mjs at every speed. */
function recordedRuns() {
  const name = new RegExp(`^repeat-${lab}${wanted.full ? "-full" : ""}(-at-[\\d.]+)?\\.json$`);
  const files = existsSync(runsDir) ? readdirSync(runsDir).filter((file) => name.test(file)) : [];
  return files.flatMap((file) => JSON.parse(readFileSync(join(runsDir, file), "utf8")).map(({ run }) => run));
}

/** A value that was sound enough to be judged, whatever came of it. */
function isJudged({ verdict, value }) {
  return value !== null && (verdict === "pass" || verdict === "fail");
}

/** What a run says of its claims and of where it was made; nothing of a folder that was cleared away. */
function readRun(run) {
  const read = (name) => readFileSync(join(runsDir, run, name), "utf8");
  if (!existsSync(join(runsDir, run, "verdict.json"))) return undefined;
  const { claims } = JSON.parse(read("verdict.json"));
  const { quick } = JSON.parse(read("plan.json"));
  const started = read("events.ndjson")
    .split("\n")
    .find((line) => line.includes('"run-started"'));
  const { host, version } = JSON.parse(started);
  const { cores, memoryMiB, engine, cgroup } = host;
  const kernel = /^\d+\.\d+/.exec(host.kernel)?.[0] ?? "unknown";
  return {
    quick,
    version,
    speed: host.speed ?? 1,
    claims,
    host: { cores, memoryMiB, kernel, engine, cgroup },
  };
}
