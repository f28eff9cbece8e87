import { dirname } from "node:path";
import { imageNames, resolveImages } from "../src/app/images.ts";
import { ensureEngine } from "../src/docker/engine/find.ts";
import { contractGroupVariable } from "../src/docker/images/run-contract.ts";

const root = dirname(import.meta.dirname);
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** Before the engine tests: an engine that runs, and an environment in which `docker` speaks to it. */
export async function setup(): Promise<void> {
  // `./lab images check` has chosen the engine and the one image already: nothing else may be pulled or built
  if (process.env[contractGroupVariable] !== undefined) return;
  const engine = await ensureEngine({
    env: process.env,
    say,
    confirm: async () => true,
  });
  Object.assign(process.env, engine.env);
  // tests that start single containers find the images by their variables
  const { variables } = await resolveImages(imageNames(root), {
    root,
    engine,
    env: process.env,
    say,
    signal: new AbortController().signal,
  });
  Object.assign(process.env, variables);
}
