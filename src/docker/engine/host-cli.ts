import { createHash } from "node:crypto";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { LabError, messageOf } from "../../model/errors.ts";
import { composeVersionOf, type EngineCli } from "./cli.ts";
import { cliPlaces, makeCliFolder } from "./cli-folder.ts";
import type { EngineHome } from "./home.ts";
import { findExecutable } from "./stopped.ts";
import {
  keptSettings,
  pluginFolders,
  proxyVariables,
  readUserDocker,
  type UserDocker,
} from "./user-settings.ts";
import { atLeast, minimum } from "./version.ts";

const pluginAnswersWithinMs = 10_000;

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a plugin runs and, where a version is asked for, is recent enough. */
async function answers(file: string, least: string | undefined): Promise<boolean> {
  const args = least === undefined ? ["version"] : ["version", "--short"];
  const result = await execa(file, args, {
    env: {},
    extendEnv: false,
    stdin: "ignore",
    reject: false,
    timeout: pluginAnswersWithinMs,
  });
  return result.exitCode === 0 && (least === undefined || atLeast(result.stdout, least));
}

/** The first of the user's plugins of a name that will do, else the first there is: a broken one must not hide a good one. */
async function choosePlugin(user: UserDocker, name: string, least?: string): Promise<string | undefined> {
  const there = [...new Set(pluginFolders(user).map((folder) => join(folder, name)))].filter(isExecutable);
  if (there.length < 2) return there[0];
  for (const file of there) if (await answers(file, least)) return file;
  return there[0];
}

function missingCli(dockerHost: string): LabError {
  return new LabError(
    "environment",
    `an engine answers at ${dockerHost}, but the docker command is missing`,
    { next: "install Docker's CLI (package docker-ce-cli or docker-cli)" },
  );
}

/**
 * The user's own Docker CLI, with settings of ours in place of the user's: what is in ~/.docker (proxies, aliases, stores
 * of credentials, headers, contexts, broken or locked files) is the user's and must not change a stage.
 * Throws `environment` when it, or a recent Compose, is missing, or when our settings can be kept nowhere.
 */
export async function hostCli(
  dockerHost: string,
  env: NodeJS.ProcessEnv,
  own: EngineHome,
): Promise<EngineCli> {
  const path = env.PATH ?? "";
  const docker = findExecutable("docker", path, own.home);
  if (!docker) throw missingCli(dockerHost);
  const user = readUserDocker(env);
  const [compose, buildx] = await Promise.all([
    choosePlugin(user, "docker-compose", minimum.compose),
    choosePlugin(user, "docker-buildx"),
  ]);
  const key = createHash("sha256").update(`${user.folder}\0${docker}`).digest("hex").slice(0, 12);
  const { folder, cli } = makeCliFolder(cliPlaces(own, env), key, {
    docker,
    settings: keptSettings(
      user.config,
      (name) => findExecutable(`docker-credential-${name}`, path) !== undefined,
    ),
    plugins: { "docker-compose": compose, "docker-buildx": buildx },
  });
  // HOME and PATH are what helpers of credentials need; nothing else of the shell reaches compose
  const needed = ["HOME", "PATH"].flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  const ours = { ...Object.fromEntries(needed), DOCKER_CONFIG: folder, DOCKER_HOST: dockerHost };
  const composeVersion = await composeVersionOf(cli, ["compose"], ours).catch((error) => {
    throw new LabError("environment", `"docker compose" does not work: ${messageOf(error)}`, {
      next: "install Docker Compose v2 (package docker-compose-plugin, or docker-compose on Debian 13 and later)",
    });
  });
  if (!atLeast(composeVersion, minimum.compose)) {
    throw new LabError(
      "environment",
      `Docker Compose ${composeVersion} is too old: ${minimum.compose} is needed`,
      { next: "upgrade it (https://docs.docker.com/compose/install/)" },
    );
  }
  return { cli, composeVersion, env: ours, proxies: proxyVariables(user.config, dockerHost) };
}
