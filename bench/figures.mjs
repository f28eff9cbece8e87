// Figures for a lab's texts: medians (least to most) over the runs that bench/repeat.mjs recorded.
// node bench/figures.mjs LAB [METRIC…] [--step S] [--on STAGE] [--phase P] [--of PART] [--full]; without a metric, all
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { median } from "./median.mjs";

const runsDir = join(dirname(import.meta.dirname), "runs");
const string = { type: "string" };
const { values: wanted, positionals } = parseArgs({
  allowPositionals: true,
  options: { step: string, on: string, phase: string, of: string, full: { type: "boolean" } },
});
const [lab = "04", ...metrics] = positionals;
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
