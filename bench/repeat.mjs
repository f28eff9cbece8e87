// Does a lab's verdict stay the same? Runs it N times and prints a row a run: node bench/repeat.mjs [LAB] [N] [--full]
// Resumable: finished runs are kept in runs/repeat-LAB[-full].json; delete that file to begin again.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = dirname(import.meta.dirname);
const full = process.argv.includes("--full");
const [lab = "04", wanted = "5"] = process.argv.slice(2).filter((word) => !word.startsWith("--"));
const file = join(root, "runs", `repeat-${lab}${full ? "-full" : ""}.json`);

mkdirSync(dirname(file), { recursive: true });
const runs = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : [];

function save() {
  writeFileSync(`${file}.new`, JSON.stringify(runs, null, 2));
  renameSync(`${file}.new`, file); // a kill leaves the old file or the new one, never half of one
}

while (runs.length < Number(wanted)) {
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
  runs.push({ run: runDir.split("/").at(-1), verdict, durationS, values, reasons });
  save();
  console.error(`${runs.length} of ${wanted}: ${verdict} in ${durationS} s`);
}

const short = (value) => (value === null ? "-" : Number(value.toPrecision(3)));
console.log(`| run | verdict | s | ${runs[0].values.map(([id]) => id).join(" | ")} |`);
console.log(`|---|---|---|${runs[0].values.map(() => "---").join("|")}|`);
for (const { run, verdict, durationS, values } of runs) {
  const cells = values.map(
    ([, claim, value, controls]) => `${claim} ${short(value)} (${controls.join(", ") || "-"})`,
  );
  console.log(`| ${run} | ${verdict} | ${durationS} | ${cells.join(" | ")} |`);
}
const flips = new Set(
  runs.map(({ verdict, values }) => JSON.stringify([verdict, values.map(([id, claim]) => [id, claim])])),
);
console.log(
  `\n${flips.size === 1 ? "no verdict flips" : `verdicts differ: ${flips.size} kinds of outcome`} in ${runs.length} runs`,
);
