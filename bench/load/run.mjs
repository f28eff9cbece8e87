import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const path = (relative) => fileURLToPath(new URL(relative, import.meta.url));

async function outputOf(file, args, input) {
  const child = spawn(process.execPath, [file, ...args.map(String)], { stdio: ["pipe", "pipe", "inherit"] });
  let text = "";
  child.stdout.setEncoding("utf8").on("data", (chunk) => {
    text += chunk;
  });
  if (input !== undefined) child.stdin.write(`${JSON.stringify(input)}\n`);
  await once(child, "close");
  return text;
}

/** Runs `lab load … --json`. */
export async function labLoad(...args) {
  return JSON.parse(await outputOf(path("../../dist/main.js"), ["load", ...args, "--json"]));
}

/** Runs the worker on a job; resolves with all its records. */
export async function workerRecords(job) {
  const text = await outputOf(path("../../dist/worker.mjs"), [], job);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Runs autocannon in a process of its own. Rate 0: as fast as it goes. */
export async function runAutocannon(url, seconds, rate, connections = 10) {
  return JSON.parse(await outputOf(path("run-autocannon.mjs"), [url, seconds, rate, connections]));
}
