// Bundles src/main.ts -> dist/main.js (dependencies stay outside), the load worker -> dist/worker.mjs
// and the sample app -> dist/sample-app/ (everything inside).
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { build } from "esbuild";
import { options as sampleApp } from "../sample-app/bundle.mjs";

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
  write: false,
};

/** Each file is renamed into place when whole: another process may be loading the old one right now. */
async function bundle(options) {
  const { outputFiles } = await build({ ...common, ...options });
  for (const file of outputFiles) {
    mkdirSync(dirname(file.path), { recursive: true });
    writeFileSync(`${file.path}.${process.pid}`, file.contents);
    renameSync(`${file.path}.${process.pid}`, file.path);
  }
  return outputFiles.map(({ path }) => basename(path));
}

// in parts, so that a verb loads what it needs
const parts = await bundle({
  entryPoints: ["src/main.ts"],
  outdir: "dist",
  packages: "external",
  splitting: true,
  chunkNames: "part-[hash]",
});
// parts of an earlier build: whoever runs it has loaded them within the hour
const anHourAgo = Date.now() - 3_600_000;
for (const name of readdirSync("dist")) {
  const old =
    name.startsWith("part-") && !parts.includes(name) && statSync(`dist/${name}`).mtimeMs < anHourAgo;
  if (old) rmSync(`dist/${name}`, { force: true });
}
if (existsSync("src/load/worker.ts")) {
  await bundle({
    entryPoints: ["src/load/worker.ts"],
    outfile: "dist/worker.mjs",
    sourcemap: false,
    // bundled CommonJS dependencies still ask for Node's own modules through require
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
}
// a folder of its own: it is the image's build context "bundle" (sample-app/Dockerfile)
const appFolder = resolve("dist/sample-app");
const appFiles = await bundle({ ...sampleApp, outdir: appFolder });
// parts of an earlier bundle have other names
for (const old of readdirSync(appFolder).filter((name) => !appFiles.includes(name)))
  rmSync(resolve(appFolder, old));
