import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
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
  ["scale-out", "lb"],
  ["single-server", "sandbox"],
  ["split-database", "web-1-host"],
  ["web-and-was", "web"],
])("%s by hand", (stage, entry) => {
  const base = `compose/${stage}/compose.yaml`;
  afterAll(() => {
    compose([base], "down", "--volumes", "--timeout", "0");
  });

  test("comes up with plain docker compose up --wait, and answers", async () => {
    compose([base], "up", "--wait");
    const address = compose([base], "port", entry, "80").trim();
    expect(address).toMatch(/^127\.0\.0\.1:\d+$/);
    const answer = await fetch(`http://${address}/feed`);
    expect(answer.status).toBe(200);
  });

  test("each variant resolves, on official image names without our exports", () => {
    const variants = readdirSync(join(root, `compose/${stage}`), { recursive: true, encoding: "utf8" });
    for (const name of variants.filter((file) => file.startsWith("variants/"))) {
      const plain = { PATH: env.PATH ?? "", DOCKER_CONFIG: env.DOCKER_CONFIG ?? "" };
      const files = [base, `compose/${stage}/${name}`].flatMap((file) => ["-f", join(root, file)]);
      const images = execFileSync("docker", ["compose", ...files, "config", "--images"], {
        encoding: "utf8",
        env: plain,
      });
      expect(images, name).toMatch(/^(mysql|nginx):/m);
    }
  });
});
