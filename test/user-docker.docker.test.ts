import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { openRunningSession, type Session } from "../src/app/session.ts";
import { composeUp, resolveCompose, withLabels, writeCompose } from "../src/docker/compose.ts";
import { findEngine, homeFor } from "../src/docker/engine/find.ts";
import type { EngineHandle } from "../src/docker/engine/handle.ts";
import { findExecutable } from "../src/docker/engine/stopped.ts";
import { buildDockerfile } from "../src/docker/images/build-dockerfile.ts";
import { openBuildLog } from "../src/docker/images/build-log.ts";
import { root } from "./lab.ts";

// The engine under test as if it were a user's own Docker, with a docker command and a home folder made for the test.
const project = `sc-user-docker-${process.pid}`;
const proxy = "http://proxy.invalid:3128";
let engine: EngineHandle;
let folder: string;
let docker: string;
let plugins: string | undefined;
let image: string;

beforeAll(async () => {
  engine = (await findEngine(process.env))!;
  image = process.env.STAGECRAFT_NODE!;
  const { root: packages, home } = homeFor(process.env);
  docker = engine.private
    ? join(packages, "usr/bin/docker")
    : findExecutable("docker", process.env.PATH!, home)!;
  plugins = engine.private ? join(packages, "usr/libexec/docker/cli-plugins") : undefined;
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-user-docker-"));
  mkdirSync(join(folder, "bin"));
  symlinkSync(docker, join(folder, "bin/docker"));
  mkdirSync(join(folder, "home/.docker"), { recursive: true });
  if (plugins) symlinkSync(plugins, join(folder, "home/.docker/cli-plugins"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

function put(name: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text, { mode });
}

const settings = (config: unknown) => put("home/.docker/config.json", JSON.stringify(config));

const environment = (): Record<string, string> => ({
  PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
  HOME: join(folder, "home"),
  STAGECRAFT_HOME: join(folder, "stagecraft"),
  STAGECRAFT_ENGINE: "host",
  DOCKER_HOST: engine.dockerHost,
});

/** The user's own command, as the user calls it. */
const theirs = (args: string[]) => spawnSync("docker", args, { env: environment(), encoding: "utf8" });

const stageFile = `
services:
  one:
    image: ${"$"}{STAGECRAFT_NODE}
    command: [sleep, infinity]
    init: true
    environment: { MINE: "1" }
`;

async function comeUp({ access, docker: client }: Session) {
  put("stage/compose.yaml", stageFile);
  const files = [join(folder, "stage/compose.yaml")];
  const resolved = await resolveCompose(access, files, project, { STAGECRAFT_NODE: image });
  const file = join(folder, "resolved.json");
  await writeCompose(file, withLabels(resolved, { "io.stagecraft.run": project }));
  const onProcess = async () => async () => {};
  try {
    const signal = new AbortController().signal;
    await composeUp(access, file, project, { deadlineMs: 30_000, signal, onProcess });
    const filters = { label: [`io.stagecraft.run=${project}`] };
    const [found] = await client.listContainers({ filters });
    const { Config, HostConfig } = await client.getContainer(found!.Id).inspect();
    return { resolved, env: Config.Env, log: HostConfig.LogConfig };
  } finally {
    for (const one of await client.listContainers({
      all: true,
      filters: { label: [`io.stagecraft.run=${project}`] },
    }))
      await client.getContainer(one.Id).remove({ force: true, v: true });
    await client
      .getNetwork(`${project}_default`)
      .remove()
      .catch(() => {}); // it never came to be
  }
}

const cases: [string, () => unknown, Record<string, string>?][] = [
  ["proxies", () => settings({ proxies: { default: { httpProxy: proxy, noProxy: "x" } } })],
  ["an alias that the CLI refuses", () => settings({ aliases: { compose: "images" } })],
  ["an alias of a builder", () => settings({ aliases: { builder: "nope" } })],
  [
    "a store of credentials that is missing",
    () => settings({ credsStore: "nope", credHelpers: { r: "nope" } }),
  ],
  [
    "broken plugins before the good ones",
    () => {
      for (const name of ["compose", "buildx"]) put(`extra/docker-${name}`, "#!/bin/sh\nexit 1\n", 0o755);
      settings({ cliPluginsExtraDirs: [join(folder, "extra")] });
    },
  ],
  [
    "headers, keys and hooks",
    () =>
      settings({
        HttpHeaders: { "X-Mine": "x" },
        detachKeys: "nonsense",
        plugins: { compose: { hooks: "up" } },
        features: { hooks: "true" },
      }),
  ],
  ["a current context that does not exist", () => settings({ currentContext: "nope" })],
  ["a config.json that is cut off", () => put("home/.docker/config.json", '{"proxies": {')],
  ["a config.json that is a folder", () => put("home/.docker/config.json/x", "")],
  ["a file where buildx keeps its state", () => put("home/.docker/buildx", "")],
  [
    "a context, TLS and a version in the shell",
    () => {},
    {
      DOCKER_CONTEXT: "nope",
      DOCKER_TLS_VERIFY: "1",
      DOCKER_CERT_PATH: "/nowhere",
      DOCKER_API_VERSION: "9.9",
      DOCKER_DEFAULT_PLATFORM: "linux/s390x",
    },
  ],
  [
    "Compose's own variables",
    () => {},
    { COMPOSE_PROFILES: "x", COMPOSE_FILE: "/nope", COMPOSE_ENV_FILES: "/nope" },
  ],
];

describe("a stage comes up the same", () => {
  let plain: Awaited<ReturnType<typeof comeUp>>;

  test("from a home without settings", async () => {
    plain = await comeUp(await openRunningSession({ env: environment() }));
    expect(plain.env).toContain("MINE=1");
    expect(plain.env.join()).not.toMatch(/proxy/i);
  });

  test.each(cases)("with %s", async (_name, prepare, variables = {}) => {
    prepare();
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
    const session = await openRunningSession({ env: { ...environment(), ...variables } });
    expect(session.engine.private).toBe(false);
    expect(await comeUp(session)).toEqual(plain);
  });

  test("and the test would notice: called by its user, the docker command does what they set", () => {
    settings({ proxies: { default: { httpProxy: proxy } } });
    expect(theirs(["run", "--rm", "--network=none", image, "env"]).stdout).toContain(proxy);
    settings({ aliases: { compose: "images" } });
    expect(theirs(["compose", "version"]).status).not.toBe(0);
  });
});

test("a build has the proxies, and what it makes has not", async () => {
  settings({ proxies: { default: { httpProxy: proxy } }, aliases: { compose: "x" }, credsStore: "nope" });
  put("home/.docker/buildx", "");
  const strays = { DOCKER_TLS_VERIFY: "1", BUILDX_BUILDER: "nope", BUILDX_CONFIG: "/dev/null/x" };
  for (const [name, value] of Object.entries(strays)) vi.stubEnv(name, value);
  for (const name of ["http_proxy", "HTTP_PROXY"]) vi.stubEnv(name, undefined);
  put("image/Dockerfile", "ARG BASE\nFROM $BASE\nRUN env >/built-with\n");
  const session = await openRunningSession({ env: { ...environment(), ...strays } });
  const name = "user-docker-test";
  const target = `stagecraft/building:${name}-${process.pid}`;
  const spec = {
    name,
    variable: "X",
    tag: "1",
    context: join(folder, "image"),
    contexts: {},
    from: { image: "node", arg: "BASE" },
    versions: [],
    downloadMiB: 0,
    diskMiB: 0,
  };
  const log = openBuildLog(name);
  const signal = new AbortController().signal;
  try {
    const job = { spec, target, labels: {}, parentRef: image, say: () => {}, signal, log };
    await buildDockerfile({ ...job, engine: session.engine });
    const words = ["run", "--rm", "--network=none", target, "sh", "-c", "cat /built-with; echo ---; env"];
    const said = execFileSync(session.access.cli, words, { env: session.access.env, encoding: "utf8" });
    const [during, after] = said.split("---");
    expect(during).toContain(`http_proxy=${proxy}`);
    expect(after).not.toContain(proxy);
  } finally {
    log.close();
    await session.docker
      .getImage(target)
      .remove({ force: true })
      .catch(() => {}); // it was not built
  }
});

/** Runs the program as this user would; `prepare` changes its view of the file system before. */
function lab(args: string[], env: Record<string, string>, prepare = ":") {
  const words = [process.execPath, join(root, "dist/main.js"), ...args];
  const [command, before] =
    prepare === ":"
      ? [words[0]!, []]
      : ["unshare", ["--mount", "bash", "-euc", `${prepare}\nexec "$@"`, "-", words[0]!]];
  const rest = words.slice(1);
  return spawnSync(command, [...before, ...rest], { env: { ...environment(), ...env }, encoding: "utf8" });
}

describe("the CLI that engine status names", () => {
  const works = (stdout: string) => {
    const { cli, dockerHost, private: own } = JSON.parse(stdout) as Record<string, string>;
    expect(own).toBe(false);
    const call = (args: string[]) =>
      execFileSync(cli!, args, { env: { DOCKER_HOST: dockerHost! }, encoding: "utf8" });
    expect(call(["version", "--format", "{{.Server.Version}}"]).trim()).toBe(engine.version);
    expect(call(["compose", "version", "--short"]).trim().replace(/^v/, "")).toBe(engine.composeVersion);
  };

  test("works in an otherwise empty environment, whatever the user's settings are", () => {
    settings({ aliases: { compose: "images" }, currentContext: "nope", credsStore: "nope" });
    const { stdout, stderr, status } = lab(["engine", "status", "--json"], {});
    expect(status, stderr).toBe(0);
    works(stdout);
  });

  test.runIf(process.platform === "linux" && process.getuid?.() === 0)(
    "works with a ~/.docker, and a home, that cannot be written",
    () => {
      const home = join(folder, "home");
      const readOnly = `mount --bind ${home} ${home}; mount -o remount,ro,bind ${home}`;
      const { stdout, stderr, status } = lab(["engine", "status", "--json"], {}, readOnly);
      expect(status, stderr).toBe(0);
      works(stdout);
    },
  );
});

describe("what can be no engine is refused in plain words, with exit 3", () => {
  test.each([
    [{ DOCKER_HOST: "/var/run/docker.sock" }, /that is a path, not an address/, /write unix:\/\/\/var/],
    [{ DOCKER_HOST: "unix://docker.sock" }, /must be absolute/, /write unix:\/\/\/docker.sock/],
    [{ DOCKER_HOST: "fd://" }, /for the engine itself/, /STAGECRAFT_ENGINE=private/],
    [{ DOCKER_HOST: "tcp://127.0.0.1:2376", DOCKER_TLS_VERIFY: "1" }, /with TLS/, /unset DOCKER_TLS_VERIFY/],
    [{ DOCKER_HOST: "ssh://me@there" }, /not this machine/, /unset DOCKER_HOST/],
    [{ DOCKER_HOST: "", DOCKER_CONTEXT: "nope" }, /DOCKER_CONTEXT is "nope"/, /unset DOCKER_CONTEXT/],
  ])("%j", (env, what, next) => {
    const { status, stdout, stderr } = lab(["engine", "status"], { STAGECRAFT_ENGINE: "", ...env });
    expect({ status, stdout }).toEqual({ status: 3, stdout: "" });
    expect(stderr).toMatch(what);
    expect(stderr).toMatch(new RegExp(`next: .*${next.source}`));
  });

  test("with nowhere to keep settings for the docker command, too", () => {
    const nowhere = { STAGECRAFT_HOME: "/dev/null/home", XDG_CACHE_HOME: "/dev/null/cache" };
    const { status, stderr } = lab(["engine", "status"], nowhere);
    expect(status).toBe(3);
    expect(stderr).toMatch(/nowhere to keep settings for the docker command/);
    expect(stderr).toMatch(/next: .*STAGECRAFT_HOME/);
  });
});

test("the private engine is used, and nothing else, while DOCKER_HOST names another", async () => {
  if (!engine.private) return;
  vi.stubEnv("DOCKER_HOST", "tcp://127.0.0.1:1");
  const env = { ...process.env, STAGECRAFT_ENGINE: "private", DOCKER_CONTEXT: "nope" };
  const { docker: client, engine: found } = await openRunningSession({ env });
  expect(found.dockerHost).toBe(engine.dockerHost);
  expect((await client.version()).Version).toBe(engine.version);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));
