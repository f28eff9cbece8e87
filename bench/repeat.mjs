// Does a lab's verdict stay the same? Runs labs N times and prints a row a run: node bench/repeat.mjs [LAB[,LAB]|all] [N] [--full]
// Resumable: finished runs are kept in runs/repeat-LAB[-full].json; delete that file to begin again.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { median } from "./median.mjs";

const root = dirname(import.meta.dirname);
const full = process.argv.includes("--full");
const [asked = "04", wanted = "5"] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const every = readdirSync(join(root, "labs")).flatMap((name) => /^(\d\d)-/.exec(name)?.[1] ?? []);
const labs = asked === "all" ? every.sort() : asked.split(",");
const histories = new Map(labs.map((lab) => [lab, history(lab)]));

// round by round, so that labs that are stopped early have all been run about as often
for (let round = 1; round <= Number(wanted); round++) {
  for (const [lab, { runs, save }] of histories) {
    if (runs.length >= round) continue;
    runs.push(runOnce(lab));
    save();
    const { verdict, durationS } = runs.at(-1);
    console.error(`${lab}, ${runs.length} of ${wanted}: ${verdict} in ${durationS} s`);
  }
}
for (const [lab, { runs }] of histories) printTable(lab, runs);

function history(lab) {
  const file = join(root, "runs", `repeat-${lab}${full ? "-full" : ""}.json`);
  const runs = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
  const save = () => {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(runs, null, 2));
    renameSync(`${file}.new`, file); // a kill leaves the old file or the new one, never half of one
  };
  return { runs, save };
}

function runOnce(lab) {
  const words = ["run", lab, "--json", "--yes", ...(full ? [] : ["--quick"])];
  const { stdout, stderr, status, signal } = spawnSync(join(root, "lab"), words, { encoding: "utf8" });
  if (signal || status === 130 || status === 2) {
    process.stderr.write(stderr);
    process.exit(status ?? 1);
  }
  const { verdict, claims, durationS, runDir, reasons } = JSON.parse(stdout);
  const values = claims.map((claim) => [
    claim.id,
    claim.verdict,
    claim.value,
    claim.controls.map((one) => one.verdict),
  ]);
  return { run: runDir.split("/").at(-1), verdict, durationS, values, reasons };
}

/** Each claim's median over the runs that measured it. */
function medians(runs) {
  return runs[0].values.map((_, at) => {
    const found = runs.map(({ values }) => values[at][2]).filter((value) => value !== null);
    return found.length === 0 ? "-" : Number(median(found).toPrecision(3));
  });
}

/** The most memory that the servers of a stage had in use at once; a folder that was cleared away tells nothing. */
function mostMiB(run) {
  const file = join(root, "runs", run, "measurements.json");
  if (!existsSync(file)) return "-";
  const { measurements } = JSON.parse(readFileSync(file, "utf8"));
  const sums = measurements.filter((one) => one.metric === "memory.peak" && one.of === undefined);
  return Math.round(Math.max(...sums.map((one) => one.value ?? 0)));
}

function printTable(lab, runs) {
  if (runs.length === 0) return;
  const short = (value) => (value === null ? "-" : Number(value.toPrecision(3)));
  console.log(`\n## ${lab}\n`);
  console.log(`| run | verdict | s | MiB | ${runs[0].values.map(([id]) => id).join(" | ")} |`);
  console.log(`|---|---|---|---|${runs[0].values.map(() => "---").join("|")}|`);
  for (const { run, verdict, durationS, values } of runs) {
    const cells = values.map(
      ([, claim, value, controls]) => `${claim} ${short(value)} (${controls.join(", ") || "-"})`,
    );
    console.log(`| ${run} | ${verdict} | ${durationS} | ${mostMiB(run)} | ${cells.join(" | ")} |`);
  }
  console.log(
    `| **median** | | ${median(runs.map((one) => one.durationS))} | | ${medians(runs).join(" | ")} |`,
  );
  const flips = new Set(
    runs.map(({ verdict, values }) => JSON.stringify([verdict, values.map(([id, claim]) => [id, claim])])),
  );
  const end = flips.size === 1 ? "no verdict flips" : `verdicts differ: ${flips.size} kinds of outcome`;
  console.log(`\n${end} in ${runs.length} runs`);
}
