import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { configuredHost, isLocal } from "./context.ts";

/** A Docker configuration folder with one context in it. */
function dockerConfig(name: string, host: string, current: string): string {
  const folder = mkdtempSync(join(tmpdir(), "docker-config-"));
  const meta = join(folder, "contexts/meta", createHash("sha256").update(name).digest("hex"));
  mkdirSync(meta, { recursive: true });
  writeFileSync(join(meta, "meta.json"), JSON.stringify({ Endpoints: { docker: { Host: host } } }));
  writeFileSync(join(folder, "config.json"), JSON.stringify({ currentContext: current }));
  return folder;
}

test("DOCKER_HOST, then DOCKER_CONTEXT, then the current context, then the usual socket", () => {
  const config = dockerConfig("desk", "unix:///run/desk.sock", "desk");
  const env = { DOCKER_CONFIG: config };
  expect(configuredHost({ ...env, DOCKER_HOST: "unix:///mine" }, "linux").host).toBe("unix:///mine");
  expect(configuredHost(env, "linux")).toEqual({
    source: 'Docker context "desk"',
    host: "unix:///run/desk.sock",
  });
  expect(configuredHost({ ...env, DOCKER_CONTEXT: "default" }, "linux").host).toBe(
    "unix:///var/run/docker.sock",
  );
  const idle = dockerConfig("desk", "unix:///run/desk.sock", "default");
  expect(configuredHost({ DOCKER_CONFIG: idle, DOCKER_CONTEXT: "desk" }, "linux").host).toBe(
    "unix:///run/desk.sock",
  );
});

test("a broken configuration falls back to the usual socket", () => {
  const folder = mkdtempSync(join(tmpdir(), "docker-config-"));
  writeFileSync(join(folder, "config.json"), "{");
  expect(configuredHost({ DOCKER_CONFIG: folder }, "linux").host).toBe("unix:///var/run/docker.sock");
  expect(configuredHost({ DOCKER_CONFIG: folder }, "win32").host).toMatch(/^npipe:/);
});

test.each([
  ["unix:///x.sock", true],
  ["npipe:////./pipe/docker_engine", true],
  ["tcp://127.0.0.1:2375", true],
  ["tcp://[::1]:2375", true],
  ["tcp://localhost", true],
  ["tcp://localhost.example.org:2375", false],
  ["tcp://192.168.0.4:2375", false],
  ["ssh://localhost", false],
])("%s is local: %s", (host, local) => {
  expect(isLocal(host)).toBe(local);
});
