import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { isAbsolute, join } from "node:path";

/** Where the user's Docker CLI has its settings, and what is in its config.json; empty where that cannot be read. */
export interface UserDocker {
  folder: string;
  config: Readonly<Record<string, unknown>>;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function readConfig(file: string): Record<string, unknown> {
  try {
    const config: unknown = JSON.parse(readFileSync(file, "utf8"));
    return isRecord(config) ? config : {};
  } catch {
    return {};
  }
}

/** Reads the settings of the user's Docker CLI. Never throws: broken or locked away they count as none. */
export function readUserDocker(env: NodeJS.ProcessEnv): UserDocker {
  const folder = env.DOCKER_CONFIG || join(env.HOME || homedir(), ".docker");
  return { folder, config: readConfig(join(folder, "config.json")) };
}

/**
 * What of the user's settings holds for our calls: the log-ins of registries, for images that builds start from. A store
 * counts only where its helper is (`hasHelper`, by name): the CLI fails without it, even for public images.
 */
export function keptSettings(
  config: UserDocker["config"],
  hasHelper: (name: string) => boolean,
): Record<string, unknown> {
  const { auths, credsStore, credHelpers } = config;
  const usable = (name: unknown) => typeof name === "string" && name !== "" && hasHelper(name);
  const helpers = isRecord(credHelpers) ? Object.entries(credHelpers) : [];
  const present = helpers.filter(([, name]) => usable(name));
  const logins = isRecord(auths) ? Object.entries(auths).filter(([, login]) => isRecord(login)) : [];
  return {
    ...(logins.length > 0 && { auths: Object.fromEntries(logins) }),
    ...(usable(credsStore) && { credsStore }),
    ...(present.length > 0 && { credHelpers: Object.fromEntries(present) }),
  };
}

const proxyNames = {
  httpProxy: "http_proxy",
  httpsProxy: "https_proxy",
  noProxy: "no_proxy",
  ftpProxy: "ftp_proxy",
  allProxy: "all_proxy",
} as const;

/** The proxies that the user's CLI would give to builds at this engine, as variables in both spellings. */
export function proxyVariables(config: UserDocker["config"], dockerHost: string): Record<string, string> {
  const all = isRecord(config.proxies) ? config.proxies : {};
  const proxies = all[dockerHost] ?? all.default;
  if (!isRecord(proxies)) return {};
  const given = Object.entries(proxyNames).flatMap(([key, name]) => {
    const value = proxies[key];
    return typeof value === "string" && value !== "" ? [[name, value] as const] : [];
  });
  return Object.fromEntries(
    given.flatMap(([name, value]) => [
      [name, value],
      [name.toUpperCase(), value],
    ]),
  );
}

const systemFolders = [
  "/usr/local/lib/docker/cli-plugins",
  "/usr/local/libexec/docker/cli-plugins",
  "/usr/lib/docker/cli-plugins",
  "/usr/libexec/docker/cli-plugins",
  "/opt/homebrew/lib/docker/cli-plugins",
  "/Applications/Docker.app/Contents/Resources/cli-plugins",
];

/** Folders in which the user's CLI may have its plugins, in its own order. */
export function pluginFolders({ folder, config }: UserDocker): string[] {
  const extra = Array.isArray(config.cliPluginsExtraDirs) ? config.cliPluginsExtraDirs : [];
  const named = extra.filter((one): one is string => typeof one === "string" && isAbsolute(one));
  return [...named, join(folder, "cli-plugins"), ...systemFolders];
}
