import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { configuredHost } from "./context.ts";

const usual = { source: "Docker's usual socket", host: "unix:///var/run/docker.sock" };

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "docker-config-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A context in the Docker configuration; `meta` in place of a good one. */
function addContext(name: string, host: string, meta?: string): string {
  const id = createHash("sha256").update(name).digest("hex");
  const at = join(folder, "contexts/meta", id);
  mkdirSync(at, { recursive: true });
  writeFileSync(join(at, "meta.json"), meta ?? JSON.stringify({ Endpoints: { docker: { Host: host } } }));
  return id;
}

const setCurrent = (name: unknown) =>
  writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: name }));

const hostOf = (env: NodeJS.ProcessEnv) => configuredHost({ DOCKER_CONFIG: folder, ...env }, "linux");

test("DOCKER_HOST, then DOCKER_CONTEXT, then the current context, then the usual socket", () => {
  addContext("desk", "unix:///run/desk.sock");
  const desk = { source: 'Docker context "desk"', host: "unix:///run/desk.sock" };
  expect(hostOf({})).toEqual(usual);
  expect(hostOf({ DOCKER_CONTEXT: "desk" })).toEqual(desk);
  setCurrent("desk");
  expect(hostOf({})).toEqual(desk);
  expect(hostOf({ DOCKER_CONTEXT: "default" })).toEqual(usual);
  expect(hostOf({ DOCKER_HOST: "unix:///mine", DOCKER_CONTEXT: "nope" }).host).toBe("unix:///mine");
  expect(configuredHost({ HOME: join(folder, "none") }, "win32").host).toBe("npipe:////./pipe/docker_engine");
});

test.each(["{", "[]", "null", '{"currentContext": 7}', '{"currentContext": "default"}'])(
  "a configuration of %j falls back to the usual socket, as it does for the CLI",
  (text) => {
    writeFileSync(join(folder, "config.json"), text);
    expect(hostOf({})).toEqual(usual);
  },
);

test("an address is handed on as every program reads it alike", () => {
  expect(hostOf({ DOCKER_HOST: "tcp://127.0.0.1" }).host).toBe("tcp://127.0.0.1:2375");
  expect(hostOf({ DOCKER_HOST: "tcp://[::1]" }).host).toBe("tcp://[::1]:2375");
  expect(hostOf({ DOCKER_HOST: " " })).toEqual(usual);
});

const bare = "/var/run/docker.sock";

test.each([
  [{ DOCKER_HOST: bare }, /DOCKER_HOST is "\/var\/run\/docker.sock": that is a path/, /unset DOCKER_HOST/],
  [{ DOCKER_HOST: bare }, /a path/, /write unix:\/\/\/var\/run\/docker\.sock/],
  [
    { DOCKER_HOST: "tcp://127.0.0.1:2376", DOCKER_TLS_VERIFY: "1" },
    /TLS \(DOCKER_TLS_VERIFY is set\)/,
    /unset/,
  ],
  [{ DOCKER_HOST: "tcp://127.0.0.1", DOCKER_TLS: "1" }, /TLS \(DOCKER_TLS is set\)/, /unset DOCKER_TLS,/],
  [{ DOCKER_CONTEXT: "nope" }, /DOCKER_CONTEXT is "nope", but there is no such/, /unset DOCKER_CONTEXT/],
  [{ DOCKER_CONTEXT: "../../x" }, /no such Docker context/, /docker context ls/],
  [{ DOCKER_CONTEXT: "broken" }, /names no engine, or cannot be read/, /docker context ls/],
  [{ DOCKER_CONTEXT: "empty" }, /names no engine, or cannot be read/, /docker context ls/],
  [{ DOCKER_CONTEXT: "odd" }, /Docker context "odd" is "fd:\/\/": fd/, /unset DOCKER_CONTEXT/],
  [{ DOCKER_CONTEXT: "tls" }, /Docker context "tls" is .* with TLS \(the context's own\)/, /socket/],
] as [NodeJS.ProcessEnv, RegExp, RegExp][])("%j is trouble, said in plain words", (env, what, next) => {
  addContext("broken", "", "{");
  addContext("empty", "");
  addContext("odd", "fd://");
  const id = addContext("tls", "tcp://127.0.0.1:2376");
  mkdirSync(join(folder, "contexts/tls", id, "docker"), { recursive: true });
  expect(hostOf(env).trouble).toEqual({
    what: expect.stringMatching(what),
    next: expect.stringMatching(next),
  });
  expect(hostOf(env).trouble?.next).toMatch(/STAGECRAFT_ENGINE=private/);
});

test("a current context that does not exist is told with the file that names it", () => {
  setCurrent("gone");
  expect(hostOf({}).trouble).toEqual({
    what: `the current context in ${folder}/config.json is "gone", but there is no such Docker context`,
    next: expect.stringMatching(/docker context use default/),
  });
});

test("TLS that is set for TCP does not hinder a socket", () => {
  expect(hostOf({ DOCKER_HOST: "unix:///x.sock", DOCKER_TLS_VERIFY: "1" }).trouble).toBeUndefined();
  expect(hostOf({ DOCKER_TLS_VERIFY: "1" })).toEqual(usual);
});
