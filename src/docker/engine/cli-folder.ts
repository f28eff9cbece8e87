import {
  accessSync,
  chmodSync,
  constants,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { LabError } from "../../model/errors.ts";
import { quote } from "./cli.ts";
import type { EngineHome } from "./home.ts";

/** What a settings folder of ours holds for the user's Docker CLI. */
export interface CliContent {
  /** The user's docker command. */
  docker: string;
  /** config.json. */
  settings: Readonly<Record<string, unknown>>;
  /** Name of a plugin -> its file; undefined for one that the CLI must find by itself. */
  plugins: Readonly<Record<string, string | undefined>>;
}

/** Where our settings for the user's Docker CLI may be, the best place first: with the engine, else in the user's cache. */
export function cliPlaces(home: EngineHome, env: NodeJS.ProcessEnv): string[] {
  const cache = env.XDG_CACHE_HOME || join(env.HOME || homedir(), ".cache");
  return [home.userCli, join(cache, "stagecraft-cli")];
}

function read<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** A folder of this user alone: it may hold log-ins, and what is in it gets run. */
function makePrivate(folder: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  const uid = process.getuid?.();
  if (!found.isDirectory() || (uid !== undefined && found.uid !== uid)) throw new Error("belongs to another");
  if (uid !== undefined && (found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  accessSync(folder, constants.W_OK | constants.X_OK);
}

// a draft and a rename: calls side by side see the old or the new, never half of it
const draftOf = (path: string) => `${path}.${process.pid}.draft`;

function putFile(path: string, text: string, mode: number): void {
  if (read(() => readFileSync(path, "utf8")) === text) return;
  rmSync(draftOf(path), { force: true });
  writeFileSync(draftOf(path), text, { mode });
  renameSync(draftOf(path), path);
}

function putLink(path: string, target: string | undefined): void {
  if (target === undefined) {
    rmSync(path, { force: true });
    return;
  }
  if (read(() => readlinkSync(path)) === target) return;
  rmSync(draftOf(path), { force: true });
  symlinkSync(target, draftOf(path));
  renameSync(draftOf(path), path);
}

function wrapperText(folder: string, docker: string): string {
  return [
    "#!/bin/sh",
    "# Your own Docker CLI as Stagecraft calls it: with these settings, so that ~/.docker changes nothing in a stage.",
    `DOCKER_CONFIG=${quote(folder)}`,
    "export DOCKER_CONFIG",
    "unset DOCKER_CONTEXT DOCKER_TLS DOCKER_TLS_VERIFY DOCKER_CERT_PATH BUILDX_CONFIG",
    `exec ${quote(docker)} "$@"`,
    "",
  ].join("\n");
}

function fill(folder: string, { docker, settings, plugins }: CliContent): void {
  makePrivate(folder);
  putFile(join(folder, "config.json"), `${JSON.stringify(settings, null, 2)}\n`, 0o600);
  makePrivate(join(folder, "cli-plugins"));
  for (const [name, file] of Object.entries(plugins)) putLink(join(folder, "cli-plugins", name), file);
  putFile(join(folder, "docker"), wrapperText(folder, docker), 0o700);
}

/**
 * Makes a folder of settings (DOCKER_CONFIG) in the first of `places` that takes it, or brings it up to date. `key` keeps
 * those of different users and commands apart. Answers with the folder and a command in it that works in any environment.
 * Throws LabError `environment` when none of the places can be written.
 */
export function makeCliFolder(
  places: readonly string[],
  key: string,
  content: CliContent,
): { folder: string; cli: string } {
  const refused: string[] = [];
  for (const place of places) {
    const folder = join(place, key);
    try {
      makePrivate(place);
      fill(folder, content);
    } catch (thrown) {
      refused.push(`${place} (${(thrown as NodeJS.ErrnoException).code ?? (thrown as Error).message})`);
      continue;
    }
    const wrapper = join(folder, "docker");
    // where programs may not be run from such a place, the command itself does, with our environment
    const runs = read(() => accessSync(wrapper, constants.X_OK) === undefined) ?? false;
    return { folder, cli: runs ? wrapper : content.docker };
  }
  throw new LabError(
    "environment",
    `nowhere to keep settings for the docker command apart from yours: cannot write to ${refused.join(" or ")}`,
    { next: "make one of them writable, or set STAGECRAFT_HOME to a folder of your own" },
  );
}
