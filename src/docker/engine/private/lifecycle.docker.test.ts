import { existsSync, rmSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { homeFor } from "../find.ts";

const project = resolve(import.meta.dirname, "../../../..");
const real = homeFor({ ...process.env, STAGECRAFT_ENGINE: "" });
const home = join(dirname(real.home), `${real.home.split("/").at(-1)}-test-${process.pid}`);
const possible = process.getuid?.() === 0 && existsSync(join(real.root, "usr/sbin/dockerd"));

// where the engine under test is the user's own Docker there is no private one to try
describe.runIf(possible)("the private engine's life", () => {
  let seen: Record<string, string> = {};
  let log = "";

  beforeAll(async () => {
    const script = join(import.meta.dirname, "lifecycle.sh");
    const apart = ["--net", "--mount", "--pid", "--fork", "--mount-proc", "--kill-child"];
    const { stdout, stderr } = await execa("unshare", [...apart, "sh", script, project, real.root, home]);
    seen = Object.fromEntries(
      stdout.split("\n").map((line) => [line.split("=")[0], line.slice(line.indexOf("=") + 1)]),
    );
    log = stderr;
  });

  afterAll(() => {
    for (const path of [home, `${home}-other`]) rmSync(path, { recursive: true, force: true });
  });

  test("apt out of reach: says so, leaves no scratch, and does not start the broken half that is there", () => {
    expect(seen, log).toMatchObject({ unreachable: "2", kept: "root " });
  });

  test("a stale socket and a pid file whose number is another's are no engine", () => {
    expect(seen, log).toMatchObject({ stale: "1" });
  });

  test("two starts at once make one engine; a third finds it; another home is refused", () => {
    expect(seen, log).toMatchObject({ first: "0", second: "0", daemons: "1", again: "0", otherhome: "3" });
  });

  test("the CLI works in an empty environment, and networks are small and many", () => {
    expect(seen.compose).toMatch(/^\d+\.\d+/);
    expect(seen.subnet).toMatch(/\/26$/);
  });

  test("stop ends the containers and leaves the host as it was", () => {
    expect(seen, log).toMatchObject({ up: "2", stop: "0", stopped: "same", leftrunning: "" });
  });

  test("after a kill -9 stop mends what was left, and start starts again", () => {
    expect(seen, log).toMatchObject({
      orphans: "1",
      mend: "0",
      mended: "same",
      mendedrunning: "",
      restart: "0",
    });
  });

  test("uninstall removes the home", () => {
    expect(seen, log).toMatchObject({ gone: "yes", bystander: "alive" });
  });
});
