// node_modules/: `npm ci` when it is missing, half-done or older than package-lock.json.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { alive, identityOf } from "./lock.mjs";

const installerOf = (project) => join(project, ".stagecraft/installer");
const stampOf = (project) => join(project, "node_modules/.stagecraft-stamp");

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** What an installation was made for: the lock file, and the platform whose binaries npm chose. */
function wanted(project) {
  const hash = createHash("sha256")
    .update(readFileSync(join(project, "package-lock.json")))
    .digest("hex");
  return `${hash} ${process.platform}-${process.arch}`;
}

/**
 * True when npm's own record of a finished installation holds exactly what the lock file asks for
 * (somebody ran npm by hand): npm writes that record last, so a half-done installation has none.
 */
function installedByHand(project) {
  const record = read(join(project, "node_modules/.package-lock.json"));
  if (record === undefined) return false;
  const installed = JSON.parse(record).packages;
  const locked = JSON.parse(readFileSync(join(project, "package-lock.json"), "utf8")).packages;
  const same = (name) => installed[name]?.version === locked[name]?.version;
  return (
    Object.keys(installed).every(same) &&
    Object.keys(locked).every(
      (name) => name === "" || locked[name].optional || locked[name].link || same(name),
    )
  );
}

/** Only reads; an installation made by hand is accepted (and stamped when that is possible). */
export function dependenciesStale(project) {
  const want = wanted(project);
  if (read(stampOf(project)) === want) return false;
  if (!installedByHand(project)) return true;
  try {
    writeFileSync(stampOf(project), want);
  } catch {}
  return false;
}

/** npm's own script, run by this Node: no shell, no `npm.cmd`. */
function npmCommand() {
  const beside = dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    join(beside, "../lib/node_modules/npm/bin/npm-cli.js"),
    join(beside, "node_modules/npm/bin/npm-cli.js"),
  ];
  const script = candidates.find((path) => path?.endsWith("npm-cli.js") && existsSync(path));
  return script ? [process.execPath, [script]] : ["npm", []];
}

/** Waits for an npm whose bootstrap was killed: it goes on, and two of them would ruin each other's work. */
export async function waitForOrphan(project, say) {
  const orphan = read(installerOf(project));
  if (orphan === undefined) return;
  if (alive(orphan)) say("waiting for an npm that an earlier, killed command left running");
  while (alive(orphan)) await sleep(100);
  rmSync(installerOf(project), { force: true });
}

export async function installDependencies(project, say) {
  const started = performance.now();
  say("installing dependencies (npm ci)");
  rmSync(stampOf(project), { force: true });
  const want = wanted(project);
  const [command, first] = npmCommand();
  const args = [...first, "ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm's stdout goes to stderr: ours belongs to the verb's result
  const child = spawn(command, args, { cwd: project, stdio: ["ignore", 2, 2] });
  if (child.pid) writeFileSync(installerOf(project), identityOf(child.pid));
  const code = await new Promise((resolve) => {
    child.on("error", (error) => resolve(error.message));
    child.on("exit", (status, signal) => resolve(status ?? signal));
  });
  rmSync(installerOf(project), { force: true });
  if (code !== 0) {
    throw Object.assign(new Error(`npm ci failed (${code})`), {
      next: "see npm's words above: usually the registry cannot be reached, or the disk is full; then run the command again",
    });
  }
  writeFileSync(stampOf(project), want);
  say(`dependencies installed in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
