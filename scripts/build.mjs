// Bundles src/main.ts -> dist/main.js (dependencies stay outside), the load worker -> dist/worker.mjs
// and the sample app -> dist/sample-app/ (everything inside).
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
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

await bundle({ entryPoints: ["src/main.ts"], outfile: "dist/main.js", packages: "external" });
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
