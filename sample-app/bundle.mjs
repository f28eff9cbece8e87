// Bundles the app and its one dependency into a single file: one read at start, which counts on a 0.2-cpu server.
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** esbuild's options for the bundle, all but the output file. */
export const options = {
  // the same bytes wherever it is called from
  absWorkingDir: here("."),
  entryPoints: [here("src/main.ts")],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  sourcemap: false,
  minifySyntax: true,
  logLevel: "warning",
  // the MySQL driver is CommonJS and asks for Node's own modules through require
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await build({ ...options, outfile: here("dist/app.mjs") });
}
