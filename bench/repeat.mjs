// Does a lab's verdict stay the same? Runs labs N times and prints a row a run: node bench/repeat.mjs [LAB[,LAB]|all] [N] [--full]
// Resumable: finished runs are kept in runs/repeat-LAB[-full][-at-SPEED].json; delete that file to begin again.
// STAGECRAFT_SPEED=0.5 node bench/repeat.mjs …  runs them with quotas of half the size, and adds a table over all speeds
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { median } from "./median.mjs";

const root = dirname(import.meta.dirname);
const full = process.argv.includes("--full");
const speed = process.env.STAGECRAFT_SPEED ?? "1";
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
printSpeeds();

function fileOf(lab, at) {
  const ending = `${full ? "-full" : ""}${at === "1" ? "" : `-at-${at}`}`;
  return join(root, "runs", `repeat-${lab}${ending}.json`);
}

function readRuns(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];
}

function history(lab) {
  const file = fileOf(lab, speed);
  const runs = readRuns(file);
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

/** Each claim's verdicts at every speed that labs were run at; only those that are not `pass` everywhere. */
function printSpeeds() {
  const speeds = ["1", "0.7", "0.5", "0.25"].filter((at) => labs.some((lab) => existsSync(fileOf(lab, at))));
  if (speeds.length < 2) return;
  console.log(
    `\n## Speeds\n\n| lab | claim | ${speeds.join(" | ")} |\n|---|---|${speeds.map(() => "---").join("|")}|`,
  );
  const letters = { pass: "P", fail: "F", invalid: "I", unknown: "U" };
  let claims = 0;
  for (const lab of labs) {
    const runs = new Map(speeds.map((at) => [at, readRuns(fileOf(lab, at))]));
    const ids = [...new Set([...runs.values()].flat().flatMap(({ values }) => values.map(([id]) => id)))];
    for (const id of ids) {
      claims++;
      const cells = speeds.map((at) =>
        runs
          .get(at)
          .flatMap(({ values }) => values.filter(([name]) => name === id))
          .map(([, claim]) => letters[claim] ?? claim)
          .join(""),
      );
      if (!/^P*$/.test(cells.join("")))
        console.log(`| ${lab} | ${id} | ${cells.map((cell) => cell || "-").join(" | ")} |`);
    }
  }
  console.log(`\n${claims} claims; those that passed in every run are left out`);
}
