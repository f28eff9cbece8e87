// How much `./lab up` adds to plain `docker compose up --wait` on the same resolved file.
// node bench/up.mjs [STAGE] [REPEATS]: alternating, prints both medians and their ratio (aim: at most 1.15).
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { median } from "./median.mjs";

const root = dirname(import.meta.dirname);
const stage = process.argv[2] ?? "scale-out";
const repeats = Number(process.argv[3] ?? 5);

const lab = (...args) =>
  execFileSync(join(root, "lab"), args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });

function timed(job) {
  const from = process.hrtime.bigint();
  const result = job();
  return { seconds: Number(process.hrtime.bigint() - from) / 1e9, result };
}

const engine = JSON.parse(lab("engine", "status", "--json"));
const compose = (...args) =>
  execFileSync(engine.cli, ["compose", ...args], {
    encoding: "utf8",
    env: { DOCKER_HOST: engine.dockerHost, PATH: process.env.PATH, HOME: process.env.HOME },
    stdio: ["ignore", "pipe", "ignore"],
  });

const ours = [];
const plain = [];
const file = join(tmpdir(), `stagecraft-bench-${process.pid}.json`);
lab("images", "build");
for (let repeat = 0; repeat < repeats; repeat++) {
  const { seconds, result } = timed(() => lab("up", stage, "--json"));
  const { run, project } = JSON.parse(result);
  copyFileSync(join(root, "runs", run, "stages", `${stage}.compose.json`), file);
  lab("down", "--run", run);
  ours.push(seconds);
  const by = timed(() => compose("-p", project, "-f", file, "up", "--wait", "--pull", "never", "--no-build"));
  compose("-p", project, "-f", file, "down", "-v", "-t", "0");
  plain.push(by.seconds);
  console.log(
    `${repeat + 1}: lab up ${seconds.toFixed(2)} s, docker compose up --wait ${by.seconds.toFixed(2)} s`,
  );
}
rmSync(file, { force: true });
console.log(
  `median of ${repeats}: lab up ${median(ours).toFixed(2)} s, compose ${median(plain).toFixed(2)} s, ratio ${(median(ours) / median(plain)).toFixed(2)}`,
);
