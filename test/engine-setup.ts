import { dirname } from "node:path";
import { imageNames, resolveImages } from "../src/app/images.ts";
import { ensureEngine } from "../src/docker/engine/find.ts";

const root = dirname(import.meta.dirname);
const say = (line: string) => void process.stderr.write(`${line}\n`);

/** An engine that runs, with every image there is; both are made where they are missing. */
export async function engineWithImages() {
  const engine = await ensureEngine({
    env: process.env,
    say,
    confirm: async () => true,
  });
  const resolved = await resolveImages(imageNames(root), {
    root,
    engine,
    env: process.env,
    say,
    signal: new AbortController().signal,
  });
  return { engine, ...resolved };
}

/** Before the engine tests: an engine that runs, and an environment in which `docker` speaks to it. */
export async function setup(): Promise<void> {
  const { engine, variables } = await engineWithImages();
  // tests that start single containers find the images by their variables
  Object.assign(process.env, engine.env, variables);
}
