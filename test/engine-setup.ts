import { ensureEngine } from "../src/docker/engine/find.ts";

/** Before the engine tests: an engine that runs, and an environment in which `docker` speaks to it. */
export async function setup(): Promise<void> {
  const engine = await ensureEngine({
    env: process.env,
    say: (line) => void process.stderr.write(`${line}\n`),
    confirm: async () => true,
  });
  Object.assign(process.env, engine.env);
}
