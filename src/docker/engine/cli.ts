import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { LabError, messageOf } from "../../model/errors.ts";
import type { EngineHome } from "./home.ts";

/** A Docker CLI and what its environment needs. */
export interface EngineCli {
  cli: string;
  composeVersion: string;
  env: Record<string, string>;
  /** The proxies in the user's Docker settings, as variables: builds may download through them. */
  proxies: Record<string, string>;
}

/** A word for a shell, as it stands. */
export const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

function wrapperText(home: EngineHome): string {
  return [
    "#!/bin/sh",
    "# Stagecraft's private Docker CLI: finds its own plugins and engine in any environment.",
    `DOCKER_HOST="\${DOCKER_HOST:-${home.dockerHost}}"`,
    `DOCKER_CONFIG=${quote(home.dockerConfig)}`,
    `PATH=${quote(join(home.root, "usr/bin"))}:"\${PATH:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin}"`,
    "export DOCKER_HOST DOCKER_CONFIG PATH",
    `exec ${quote(join(home.root, "usr/bin/docker"))} "$@"`,
    "",
  ].join("\n");
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

/** Writes the wrapper script and the plugin folder of the private CLI where they are missing or outdated. */
export function writePrivateCli(home: EngineHome): void {
  const plugins = join(home.dockerConfig, "cli-plugins");
  if (!isLink(plugins)) {
    mkdirSync(home.dockerConfig, { recursive: true });
    symlinkSync(join(home.root, "usr/libexec/docker/cli-plugins"), plugins);
  }
  const text = wrapperText(home);
  if (existsSync(home.cli) && readFileSync(home.cli, "utf8") === text) return;
  mkdirSync(home.bin, { recursive: true });
  const draft = `${home.cli}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o755 });
  renameSync(draft, home.cli);
}

/** What `compose version` says of itself. Rejects when it does not run. */
export async function composeVersionOf(
  file: string,
  args: string[],
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const { stdout } = await execa(file, [...args, "version", "--short"], { env, extendEnv: false });
  return stdout.trim().replace(/^v/, "");
}

/** The private engine's CLI. Works in an empty environment. */
export async function privateCli(home: EngineHome, env: NodeJS.ProcessEnv): Promise<EngineCli> {
  writePrivateCli(home);
  // the plugin is asked itself: through the CLI it takes a noticeable while
  const plugin = join(home.root, "usr/libexec/docker/cli-plugins/docker-compose");
  const composeVersion = await composeVersionOf(plugin, [], {}).catch((error) => {
    throw new LabError("engine", `the private engine's Compose does not run: ${messageOf(error)}`, {
      next: "./lab engine stop, then ./lab engine start, which unpacks it again",
    });
  });
  return {
    cli: home.cli,
    composeVersion,
    env: {
      DOCKER_HOST: home.dockerHost,
      DOCKER_CONFIG: home.dockerConfig,
      PATH: [home.bin, env.PATH ?? ""].filter(Boolean).join(":"),
    },
    // the private engine has no settings of the user's
    proxies: {},
  };
}
