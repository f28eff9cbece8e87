import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { type App, createApp } from "../src/app.ts";
import { type Config, readConfig } from "../src/config.ts";
import { listen, prepare } from "../src/lifecycle.ts";
import { type Containers, findImage, hostPort } from "./containers.ts";

export const password = randomBytes(8).toString("hex");
const appPort = 8080;

/** A MySQL server whose network also has the app's port published, for an app that moves in beside it. */
export async function startMysql(
  containers: Containers,
  { options = ["--skip-log-bin"], rootPassword }: { options?: string[]; rootPassword?: string } = {},
): Promise<Docker.Container> {
  return containers.run({
    Image: await findImage(containers.docker, "STAGECRAFT_MYSQL", ["mysql:9.7", "stagecraft/mysql:9.7"]),
    Cmd: ["--performance-schema=OFF", ...options, "--innodb-buffer-pool-size=64M", "--skip-name-resolve"],
    Env: [
      rootPassword ? `MYSQL_ROOT_PASSWORD=${rootPassword}` : "MYSQL_RANDOM_ROOT_PASSWORD=yes",
      "MYSQL_DATABASE=stagecraft",
      "MYSQL_USER=stagecraft",
      `MYSQL_PASSWORD=${password}`,
    ],
    ExposedPorts: { "3306/tcp": {}, [`${appPort}/tcp`]: {} },
    HostConfig: {
      PortBindings: {
        "3306/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }],
        [`${appPort}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: "" }],
      },
    },
  });
}

/** A Redis server without persistence. */
export async function startRedis(containers: Containers, secret: string): Promise<Docker.Container> {
  return containers.run({
    Image: await findImage(containers.docker, "STAGECRAFT_REDIS", ["redis:8", "stagecraft/redis:8"]),
    Cmd: ["redis-server", "--save", "", "--requirepass", secret],
    ExposedPorts: { "6379/tcp": {} },
    HostConfig: { PortBindings: { "6379/tcp": [{ HostIp: "127.0.0.1", HostPort: "" }] } },
  });
}

/** What an app in this process needs to reach that MySQL. */
export async function configFor(mysql: Docker.Container, env: Record<string, string> = {}): Promise<Config> {
  return readConfig({
    DB_PASSWORD: password,
    DB_PORT: String(await hostPort(mysql, 3306)),
    STATIC_DIR: fileURLToPath(new URL("../static", import.meta.url)),
    SCRYPT_COST: "16",
    SEED_USERS: "50",
    SEED_POSTS: "200",
    SEED_COMMENTS: "600",
    SEED_LIKES: "600",
    ...env,
  });
}

/** An app server in this process, prepared and listening. */
export async function startApp(
  config: Config,
  log: (line: string) => void = () => {},
): Promise<{ app: App; url: string }> {
  const app = await createApp(config, log);
  await listen(app, 0, "127.0.0.1");
  await prepare(app, config, () => {}, AbortSignal.timeout(60_000));
  return { app, url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}` };
}

/** Ends what startApp began. */
export async function stopApp({ app }: { app: App }): Promise<void> {
  app.server.closeAllConnections();
  app.server.close();
  app.cache.close();
  await app.sessions.close().catch(() => {});
  await app.database.close().catch(() => {});
}

export interface JsonAnswer {
  status: number;
  body: Record<string, unknown>;
}

/** One user's way of asking: JSON, with the cookie of the last log-in. */
export function createUser(url: string, cookie = "") {
  return async (method: string, path: string, body?: unknown): Promise<JsonAnswer> => {
    const answer = await fetch(url + path, {
      method,
      headers: { cookie, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const set = answer.headers.get("set-cookie");
    if (set) cookie = set.split(";")[0]!;
    return { status: answer.status, body: (await answer.json()) as JsonAnswer["body"] };
  };
}
