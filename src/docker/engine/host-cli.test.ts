import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { LabError } from "../../model/errors.ts";
import { engineHome } from "./home.ts";
import { hostCli } from "./host-cli.ts";

const socket = "unix:///nobody/listens.sock";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-host-cli-"));
  // a docker that finds Compose in its settings only, as the real one does, and tells of its environment
  script(
    "bin/docker",
    'echo "$*" >>"$0.calls"; env >"$0.env"; exec "$DOCKER_CONFIG/cli-plugins/docker-$1" "$@"',
  );
  script("home/.docker/cli-plugins/docker-compose", "echo 2.40.1");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(name: string, text: string): string {
  const file = join(folder, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  return file;
}

function script(name: string, text: string): void {
  chmodSync(put(name, `#!/bin/sh\n${text}\n`), 0o755);
}

const environment = (): NodeJS.ProcessEnv => ({
  PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
  HOME: join(folder, "home"),
});

const find = (env: NodeJS.ProcessEnv = environment(), home = join(folder, "stagecraft")) =>
  hostCli(socket, env, engineHome(home));

const settings = (config: unknown) => put("home/.docker/config.json", JSON.stringify(config));

test("the user's CLI is called with settings of ours, whatever the shell and ~/.docker say", async () => {
  settings({
    auths: { r: { auth: "eDp5" } },
    aliases: { compose: "x" },
    currentContext: "far",
    credsStore: "gone",
  });
  const stray = { DOCKER_CONTEXT: "nope", DOCKER_TLS_VERIFY: "1", COMPOSE_FILE: "x", DOCKER_HOST: "tcp://[" };
  const found = await find({ ...environment(), ...stray });
  expect(found.composeVersion).toBe("2.40.1");
  expect(found.env).toEqual({ ...environment(), DOCKER_HOST: socket, DOCKER_CONFIG: dirname(found.cli) });
  const config = join(found.env.DOCKER_CONFIG!, "config.json");
  expect(JSON.parse(readFileSync(config, "utf8"))).toEqual({ auths: { r: { auth: "eDp5" } } });
  expect(statSync(config).mode & 0o777, "log-ins are nobody else's").toBe(0o600);
  expect(statSync(dirname(config)).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(folder, "bin/docker.env"), "utf8")).not.toMatch(/nope|TLS|COMPOSE_/);
});

test("its command works as it stands, in an environment with nothing but DOCKER_HOST", async () => {
  const { cli } = await find();
  const said = execFileSync(cli, ["compose", "version"], { env: { DOCKER_HOST: socket }, encoding: "utf8" });
  expect(said.trim()).toBe("2.40.1");
});

test("the folder is made once, follows the user's settings, and leaves no drafts", async () => {
  const folders = await Promise.all([find(), find(), find()]);
  expect(new Set(folders.map((one) => one.env.DOCKER_CONFIG)).size).toBe(1);
  const at = folders[0]!.env.DOCKER_CONFIG!;
  settings({ auths: { new: { auth: "eDp5" } } });
  expect((await find()).env.DOCKER_CONFIG).toBe(at);
  expect(readFileSync(join(at, "config.json"), "utf8")).toMatch(/"new"/);
  expect(readdirSync(at).sort()).toEqual(["cli-plugins", "config.json", "docker"]);
  expect(readdirSync(dirname(at))).toHaveLength(1);
});

test.each(["exit 1", "echo 2.1.0", "echo nonsense"])(
  "a plugin that does %j hides no good one",
  async (text) => {
    script("extra/docker-compose", text);
    settings({ cliPluginsExtraDirs: [join(folder, "extra")] });
    expect((await find()).composeVersion).toBe("2.40.1");
  },
);

test("a credential helper that is there is kept", async () => {
  settings({ credsStore: "here" });
  script("bin/docker-credential-here", "exit 0");
  const { env } = await find();
  expect(readFileSync(join(env.DOCKER_CONFIG!, "config.json"), "utf8")).toMatch(/"credsStore": "here"/);
});

test("proxies are for builds: beside the settings, not in them", async () => {
  settings({ proxies: { default: { httpProxy: "http://proxy:3128" } } });
  const { env, proxies } = await find();
  expect(proxies).toEqual({ http_proxy: "http://proxy:3128", HTTP_PROXY: "http://proxy:3128" });
  expect(readFileSync(join(env.DOCKER_CONFIG!, "config.json"), "utf8")).not.toMatch(/proxy/);
});

test("where the engine's home cannot be written, the user's cache takes the settings", async () => {
  const { env } = await find(environment(), join(put("file", ""), "home"));
  expect(env.DOCKER_CONFIG).toMatch(join(folder, "home/.cache/stagecraft-cli"));
});

test("a folder that is a link to elsewhere is not written to", async () => {
  mkdirSync(join(folder, "elsewhere"));
  mkdirSync(join(folder, "stagecraft"));
  symlinkSync(join(folder, "elsewhere"), join(folder, "stagecraft/user-cli"));
  const { env } = await find();
  expect(env.DOCKER_CONFIG).toMatch(/\.cache/);
  expect(readdirSync(join(folder, "elsewhere"))).toEqual([]);
});

test("with nowhere to write, it says where and what to do", async () => {
  const file = put("file", "");
  const none = find({ ...environment(), XDG_CACHE_HOME: file }, join(file, "home"));
  await expect(none).rejects.toThrow(LabError);
  await expect(none).rejects.toMatchObject({
    code: "environment",
    message: expect.stringMatching(/file\/home\/user-cli \(E\w+\) or .*stagecraft-cli \(E\w+\)/),
    next: expect.stringMatching(/STAGECRAFT_HOME/),
  });
  expect(existsSync(join(folder, "home/.cache"))).toBe(false);
});
