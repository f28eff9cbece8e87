// Is a busy host noticed? Runs one step of a lab beside a neighbour that takes a share of a core, and counts what was judged
// wrongly: claims that hold on a quiet host and failed here, controls that must fail and held.
// node bench/neighbour.mjs [LAB] [STEP] [RUNS] [SHARE,…]   (08, reads, 20; 0,25,50,100 % of a core, 0 is the quiet host)
// Resumable: runs are kept in runs/neighbour-LAB-STEP.json; delete that file to begin again. The shares take turns.
// Exits with 1 when anything was judged wrongly, or was invalid beside no neighbour.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = dirname(import.meta.dirname);
const [lab = "08", step = "reads", wanted = "20", words = "0,25,50,100"] = process.argv.slice(2);
const shares = words.split(",").map(Number);
const mostMinutes = 10;
const file = join(root, "runs", `neighbour-${lab}-${step}.json`);
const known = existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : {};

// busy for its share of each 50 ms; ends with its parent, whose end closes its standard input, and in any case in time
const busy = `
const share = Number(process.argv[1]) / 100;
process.stdin.on("end", () => process.exit()).resume();
setTimeout(() => process.exit(), ${mostMinutes * 60_000});
setInterval(() => {
  const end = performance.now() + 50 * share;
  while (performance.now() < end);
}, 50);
`;

function plant(share) {
  if (share === 0) return () => {};
  const child = spawn(process.execPath, ["-e", busy, String(share)], {
    stdio: ["pipe", "ignore", "inherit"],
  });
  return () => child.kill("SIGKILL");
}

function runBeside(share) {
  const stop = plant(share);
  try {
    const args = ["run", lab, "--quick", "--step", step, "--json", "--yes"];
    const options = { encoding: "utf8", timeout: mostMinutes * 60_000, killSignal: "SIGTERM" };
    const { stdout, stderr, status, signal } = spawnSync(join(root, "lab"), args, options);
    if (signal || status === 130 || status === 2) {
      process.stderr.write(stderr);
      process.exit(status ?? 1);
    }
    const { claims, runDir } = JSON.parse(stdout);
    const judged = claims.filter(({ during }) => during.split("/")[0] === step);
    return {
      run: runDir.split("/").at(-1),
      claims: judged.map(({ id, verdict, controls }) => [id, verdict, controls.map((one) => one.verdict)]),
    };
  } finally {
    stop();
  }
}

function save() {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, JSON.stringify(known, null, 2));
  renameSync(`${file}.new`, file); // a kill leaves the old file or the new one, never half of one
}

for (let round = 1; round <= Number(wanted); round++) {
  for (const share of shares) {
    known[share] ??= [];
    if (known[share].length >= round) continue;
    known[share].push(runBeside(share));
    save();
    console.error(`${share} %, ${round} of ${wanted}: ${JSON.stringify(known[share].at(-1))}`);
  }
}

const rows = shares.map((share) => {
  const claims = (known[share] ?? []).flatMap((run) => run.claims);
  const controls = claims.flatMap(([, , verdicts]) => verdicts);
  const count = (list, ...words) => list.filter((one) => words.includes(one)).length;
  const verdicts = claims.map(([, verdict]) => verdict);
  return {
    "neighbour %": share,
    runs: (known[share] ?? []).length,
    claims: verdicts.length,
    "wrong fails": count(verdicts, "fail"),
    controls: controls.length,
    "wrong passes": count(controls, "held"),
    invalid: count([...verdicts, ...controls], "invalid"),
    unknown: count([...verdicts, ...controls], "unknown"),
  };
});
console.table(rows);
const wrong = rows.some((row) => row["wrong fails"] + row["wrong passes"] > 0);
const quietInvalid = rows.some((row) => row["neighbour %"] === 0 && row.invalid > 0);
process.exit(wrong || quietInvalid ? 1 : 0);
