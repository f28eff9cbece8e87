import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { stageNames } from "../src/catalog/stage/names.ts";
import { lab, root } from "./lab.ts";

// What someone does who follows the README's "By hand": no Stagecraft, only its exports and docker compose.
let env: Record<string, string>;
const project = `sc-by-hand-${process.pid}`;

/** The `export NAME=value` lines that a verb prints, as a shell would take them. */
async function exportsOf(args: string[]): Promise<Record<string, string>> {
  const { stdout } = await lab(args);
  const script = `${stdout}\nenv -0`;
  const all = execFileSync("env", ["-i", `PATH=${process.env.PATH}`, "sh", "-c", script], {
    encoding: "utf8",
  });
  return Object.fromEntries(
    all
      .split("\0")
      .filter(Boolean)
      .map((line) => line.split(/=(.*)/s).slice(0, 2)),
  );
}

const compose = (files: string[], ...args: string[]) =>
  execFileSync(
    "docker",
    ["compose", "-p", project, ...files.flatMap((file) => ["-f", join(root, file)]), ...args],
    {
      encoding: "utf8",
      env,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );

beforeAll(async () => {
  env = { ...(await exportsOf(["images", "env"])), ...(await exportsOf(["engine", "env"])) };
});

describe.each([
  ["scale-out", "lb", "/feed"],
  ["single-server", "sandbox", "/feed"],
  ["split-database", "web-1-host", "/feed"],
  ["web-and-was", "web", "/feed"],
  ["balancing", "lb", "/"],
  ["standby", "host-1", "/"],
  ["lb-pair", "vip-1", "/"],
  ["replication", "lb", "/feed"],
  ["backup", "web", "/feed"],
  ["cache", "lb", "/feed"],
  ["queue", "lb", "/feed"],
  ["cqrs", "app-1:8080", "/feed"],
])("%s by hand", (stage, entry, page) => {
  const base = `compose/${stage}/compose.yaml`;
  afterAll(() => {
    compose([base], "down", "--volumes", "--timeout", "0");
  });

  test("comes up with plain docker compose up --wait, and answers", async () => {
    compose([base], "up", "--wait");
    const [service = "", port = "80"] = entry.split(":");
    const address = compose([base], "port", service, port).trim();
    expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
    const answer = await fetch(`http://${address}${page}`);
    expect(answer.status).toBe(200);
  });
});

const stages = stageNames(join(root, "compose"));

test.each(stages)("%s resolves with each variant, on official image names without our exports", (stage) => {
  const folder = join(root, "compose", stage);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const plain = { PATH: env.PATH ?? "", DOCKER_CONFIG: env.DOCKER_CONFIG ?? "" };
  for (const variant of [undefined, ...files.filter((file) => file.startsWith("variants/"))]) {
    const chosen = ["compose.yaml", ...(variant ? [variant] : [])].flatMap((file) => [
      "-f",
      join(folder, file),
    ]);
    const images = execFileSync("docker", ["compose", ...chosen, "config", "--images"], {
      encoding: "utf8",
      env: plain,
    });
    const named = images.trim().split("\n");
    for (const image of named) expect(image, `${stage} ${variant}`).toMatch(/^[a-z/]+:[\w.-]+$/);
    expect(named.some((image) => /^(mysql|nginx|haproxy|stagecraft\/app):/.test(image))).toBe(true);
  }
});
