// `npm test`: lint, types, rules, unit tests, tests against the real engine; the first failure ends it.
import { spawn } from "node:child_process";
import { join, resolve } from "node:path";

const project = resolve(import.meta.dirname, "../..");

const steps = [
  { name: "lint and format", script: "@biomejs/biome/bin/biome", args: ["check"] },
  { name: "types", script: "typescript/bin/tsc", args: ["--noEmit"] },
  {
    name: "dependency rules",
    script: "dependency-cruiser/bin/dependency-cruise.mjs",
    args: ["src", "sample-app", "--config", ".dependency-cruiser.cjs"],
  },
  { name: "unit tests", script: "vitest/vitest.mjs", args: ["run", "--project", "unit"] },
  { name: "engine tests", script: "vitest/vitest.mjs", args: ["run", "--project", "docker"], engine: true },
];

/** Runs one step in the foreground; a signal sent to us alone is passed on, a terminal's Ctrl-C reaches both. */
async function runStep(step) {
  const script = join(project, "node_modules", step.script);
  const child = spawn(process.execPath, [script, ...step.args], { cwd: project, stdio: "inherit" });
  const pass = (signal) => child.kill(signal);
  const wait = () => {};
  process.on("SIGTERM", pass);
  process.on("SIGINT", process.stdin.isTTY ? wait : pass);
  const result = await new Promise((done) => child.on("exit", (code, signal) => done({ code, signal })));
  process.off("SIGTERM", pass);
  process.removeAllListeners("SIGINT");
  if (result.signal) return result.signal === "SIGINT" ? 130 : 143;
  return result.code;
}

/** Runs the steps in order; `--unit` leaves out those that need the engine. Returns the exit code. */
export async function runSuite(words) {
  const unknown = words.find((word) => word !== "--unit");
  if (unknown) {
    process.stderr.write(`error: unknown option ${unknown} (npm test, or npm run test:unit)\n`);
    return 2;
  }
  const began = performance.now();
  for (const step of steps) {
    if (step.engine && words.includes("--unit")) continue;
    process.stderr.write(`\n== ${step.name}\n`);
    const started = performance.now();
    const code = await runStep(step);
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    if (code !== 0) {
      process.stderr.write(`\n== FAILED: ${step.name} (${seconds} s)\n`);
      return code;
    }
    process.stderr.write(`== ${step.name}: ok (${seconds} s)\n`);
  }
  process.stderr.write(`\n== all passed in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
  return 0;
}
