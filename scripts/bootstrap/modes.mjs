// The three things a fresh clone is asked for: a verb, the first lab, the tests.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { prepare, project } from "./prepare.mjs";
import { runSuite } from "./suite.mjs";

const firstLabs = ["01", "04"];

/** Becomes `lab WORDS…` in this very process, so that its pid, signals and exit code are the program's own. */
async function becomeLab(words) {
  const main = join(project, "dist/main.js");
  process.argv = [process.argv[0], main, ...words];
  await import(pathToFileURL(main).href);
}

/**
 * The words of the main job: at a terminal the guided walk, from where it was left; elsewhere the tour's first lab that
 * exists, quickly: a first look, not a full measurement.
 */
function startWords(words) {
  // the same as model/ci.ts, which may not be built yet
  const inCi = !["", "0", "false", "no", "off"].includes((process.env.CI ?? "").trim().toLowerCase());
  if (process.stdin.isTTY && process.stderr.isTTY && !inCi) return ["start", ...words];
  const folders = readdirSync(join(project, "labs"));
  const first = firstLabs.find((number) => folders.some((name) => name.startsWith(`${number}-`)));
  if (!first) throw Object.assign(new Error("no first lab under labs/"), { next: "./lab --help" });
  process.stderr.write(
    `stagecraft: running lab ${first}, quickly (with all its repeats: ./lab run ${first})\n`,
  );
  return ["run", first, "--quick", "--yes", ...words];
}

export async function runMode(mode, words) {
  await prepare();
  if (mode === "lab") return becomeLab(words);
  if (mode === "start") return becomeLab(startWords(words));
  if (mode === "test") process.exit(await runSuite(words));
  throw Object.assign(new Error(`unknown mode "${mode}"`), { next: "npm start, npm test or ./lab VERB" });
}
