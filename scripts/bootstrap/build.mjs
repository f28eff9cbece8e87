// dist/: built again when the text of any source differs from what the last build saw.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const stampOf = (project) => join(project, "dist/.stamp");

/** A source tree's files without its tests, in one fixed order. */
function sourcesUnder(folder) {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return entry.name === "node_modules" ? [] : sourcesUnder(path);
      return /\.(ts|mjs|js|json)$/.test(entry.name) && !entry.name.endsWith(".test.ts") ? [path] : [];
    });
}

function digest(project) {
  const hash = createHash("sha256");
  const files = [
    ...sourcesUnder(join(project, "src")),
    ...sourcesUnder(join(project, "sample-app/src")),
    join(project, "scripts/build.mjs"),
    join(project, "package.json"),
    join(project, "package-lock.json"),
  ];
  for (const path of files) hash.update(path.slice(project.length)).update("\0").update(readFileSync(path));
  return hash.digest("hex");
}

export function buildStale(project) {
  try {
    return readFileSync(stampOf(project), "utf8") !== digest(project);
  } catch (error) {
    if (error.code === "ENOENT") return true;
    throw error;
  }
}

/** Notes what a build saw; `seen` was taken before it began, so that a change in mid-build is noticed. */
export function markBuilt(project, seen = digest(project)) {
  mkdirSync(join(project, "dist"), { recursive: true });
  const draft = `${stampOf(project)}.${process.pid}`;
  writeFileSync(draft, seen);
  renameSync(draft, stampOf(project));
}

export async function buildNow(project, say) {
  const started = performance.now();
  const seen = digest(project);
  const child = spawn(process.execPath, [join(project, "scripts/build.mjs")], {
    cwd: project,
    stdio: ["ignore", 2, 2],
  });
  const code = await new Promise((resolve) =>
    child.on("exit", (status, signal) => resolve(status ?? signal)),
  );
  if (code !== 0) {
    throw Object.assign(new Error(`the build failed (${code})`), { next: "see the messages above" });
  }
  markBuilt(project, seen);
  say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
}
