// Bundles src/main.ts -> dist/main.js (dependencies stay outside) and the load worker -> dist/worker.mjs (everything inside).
import { existsSync } from "node:fs";
import { build } from "esbuild";

const common = {
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: true,
  logLevel: "warning",
};
await build({ ...common, entryPoints: ["src/main.ts"], outfile: "dist/main.js", packages: "external" });
if (existsSync("src/load/worker.ts")) {
  await build({
    ...common,
    entryPoints: ["src/load/worker.ts"],
    outfile: "dist/worker.mjs",
    sourcemap: false,
    // bundled CommonJS dependencies still ask for Node's own modules through require
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
}
