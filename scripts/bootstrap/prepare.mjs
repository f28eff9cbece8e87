// Makes node_modules/ and dist/ current; when they are, it only reads.
import { resolve } from "node:path";
import { buildNow, buildStale } from "./build.mjs";
import { dependenciesStale, installDependencies, waitForOrphan } from "./dependencies.mjs";
import { withLock } from "./lock.mjs";

export const project = resolve(import.meta.dirname, "../..");

const say = (line) => process.stderr.write(`stagecraft: ${line}\n`);

export async function prepare() {
  if (!dependenciesStale(project) && !buildStale(project)) return;
  await withLock(project, say, async () => {
    await waitForOrphan(project, say);
    // asked again: another process may have done it while this one waited
    if (dependenciesStale(project)) await installDependencies(project, say);
    if (buildStale(project)) await buildNow(project, say);
  });
}
