import { existsSync } from "node:fs";
import { resolveCompose } from "../docker/compose.ts";
import { privateCli } from "../docker/engine/cli.ts";
import { configuredHost } from "../docker/engine/context.ts";
import { homeFor } from "../docker/engine/find.ts";
import { hostCli } from "../docker/engine/host-cli.ts";
import { LabError, type Problem } from "../model/errors.ts";
import { keepToStage } from "./keep-to-stage.ts";
import { accessOf } from "./session.ts";

/** What docker compose has against a stage's files; nothing when it takes them. */
export type ComposeCheck = (files: readonly string[]) => Promise<Problem | undefined>;

// Any name will do: nothing is brought up.
const project = "check";

/** Compose's own check, with the CLI that is here, or why nobody can be asked. No engine has to run for it. */
export async function composeCheck(env: NodeJS.ProcessEnv): Promise<ComposeCheck | { missing: string }> {
  const home = homeFor(env);
  const { host, trouble } = configuredHost(env, process.platform);
  const own = existsSync(home.complete);
  if (!own && trouble) return { missing: trouble.what };
  const dockerHost = own ? home.dockerHost : host;
  try {
    const cli = own ? await privateCli(home, env) : await hostCli(host, env, home);
    const access = accessOf({ ...cli, dockerHost }, env);
    return async (files) => {
      try {
        keepToStage(await resolveCompose(access, files, project, {}), files);
        return undefined;
      } catch (thrown) {
        if (!(thrown instanceof LabError)) throw thrown;
        const { message, next } = thrown;
        return { what: message, place: { file: files.at(-1)! }, ...(next !== undefined && { next }) };
      }
    };
  } catch (thrown) {
    if (thrown instanceof LabError) return { missing: thrown.message };
    throw thrown;
  }
}
