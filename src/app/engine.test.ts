import { expect, test } from "vitest";
import { exportLines } from "./engine.ts";

const engine = { dockerHost: "unix:///run/x y.sock", private: false, env: {} };

test("a shell is pointed at the engine, and TLS that was meant for another is taken back", () => {
  expect(exportLines(engine, "/bin", {})).toEqual(["export DOCKER_HOST='unix:///run/x y.sock'"]);
  expect(exportLines(engine, "/bin", { DOCKER_TLS_VERIFY: "1", DOCKER_TLS: "" })).toEqual([
    "export DOCKER_HOST='unix:///run/x y.sock'",
    "unset DOCKER_TLS_VERIFY",
  ]);
});

test("the private engine's own command and settings come with it", () => {
  const own = { ...engine, private: true, env: { DOCKER_CONFIG: "/home/config" } };
  expect(exportLines(own, "/home/bin", {}).slice(1)).toEqual([
    "export DOCKER_CONFIG=/home/config",
    'export PATH=/home/bin:"$PATH"',
  ]);
});
