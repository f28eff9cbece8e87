// Bundles the app and what every server needs into one file, app.mjs: one read at start, which counts on a 0.2-cpu
// server. What only some servers use is a file beside it, read when it is asked for.
import { rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** esbuild's options for the bundle, all but the output folder. */
export const options = {
  // the same bytes wherever it is called from
  absWorkingDir: here("."),
  entryPoints: { app: here("src/main.ts") },
  bundle: true,
  splitting: true,
  // what several files share has no name of its own: the hash tells them apart
  chunkNames: "[name]-[hash]",
  outExtension: { ".js": ".mjs" },
  // the Kafka client's WebAssembly, inside the file instead of beside it
  alias: { "@platformatic/wasm-utils": "@platformatic/wasm-utils/bundled" },
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: false,
  minifySyntax: true,
  logLevel: "warning",
  // the MySQL driver is CommonJS and asks for Node's own modules through require; a name that no module of ours has
  banner: {
    js: 'import { createRequire as requireMaker } from "node:module"; const require = requireMaker(import.meta.url);',
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  // an earlier bundle has other names
  rmSync(here("dist"), { recursive: true, force: true });
  await build({ ...options, outdir: here("dist") });
}
