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
import { findExecutable } from "./stopped.ts";
import { atLeast, minimum } from "./version.ts";

/** A Docker CLI and what its environment needs. */
export interface EngineCli {
  cli: string;
  composeVersion: string;
  env: Record<string, string>;
}

const quote = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;

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

async function composeVersionOf(file: string, args: string[], env: NodeJS.ProcessEnv): Promise<string> {
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
  };
}

/** The user's own Docker CLI. Throws `environment` when it, or a recent Compose, is missing. */
export async function hostCli(
  dockerHost: string,
  env: NodeJS.ProcessEnv,
  own: EngineHome,
): Promise<EngineCli> {
  const cli = findExecutable("docker", env.PATH ?? "", own.home);
  if (!cli) {
    throw new LabError(
      "environment",
      `an engine answers at ${dockerHost}, but the docker command is missing`,
      {
        next: "install Docker's CLI (package docker-ce-cli or docker-cli)",
      },
    );
  }
  let composeVersion: string;
  try {
    composeVersion = await composeVersionOf(cli, ["compose"], { ...env, DOCKER_HOST: dockerHost });
  } catch (error) {
    throw new LabError("environment", `"docker compose" does not work: ${messageOf(error)}`, {
      next: "install Docker Compose v2 (package docker-compose-plugin, or docker-compose on Debian 13 and later)",
    });
  }
  if (!atLeast(composeVersion, minimum.compose)) {
    throw new LabError(
      "environment",
      `Docker Compose ${composeVersion} is too old: ${minimum.compose} is needed`,
      {
        next: "upgrade it (https://docs.docker.com/compose/install/)",
      },
    );
  }
  // by these the user's CLI finds its plugins; nothing else of the shell reaches compose
  const needed = ["HOME", "DOCKER_CONFIG", "PATH"].flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  return { cli, composeVersion, env: { ...Object.fromEntries(needed), DOCKER_HOST: dockerHost } };
}
