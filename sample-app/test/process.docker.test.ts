import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import type Docker from "dockerode";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createContainers, ended, findImage, hostPort } from "./containers.ts";
import { password, startMysql } from "./site.ts";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const containers = createContainers();
let mysql: Docker.Container;
let files: Record<string, Buffer>;
let image = "";

beforeAll(async () => {
  const { options } = (await import(here("../bundle.mjs"))) as { options: Parameters<typeof build>[0] };
  const { outputFiles } = await build({ ...options, write: false, outfile: "app.mjs" });
  files = {
    "app/app.mjs": Buffer.from(outputFiles![0]!.contents),
    "app/healthcheck": await readFile(here("../healthcheck")),
    "app/static/index.html": await readFile(here("../static/index.html")),
  };
  image = await findImage(containers.docker, "STAGECRAFT_NODE", [
    "node:24-trixie-slim",
    "stagecraft/node:24",
  ]);
  mysql = await startMysql(containers);
});
afterAll(() => containers.removeAll());

/** HTTP status, 0 without an answer. Not fetch: Node 20's never settles when a connection is reset at once. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = get(url, { agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on("error", () => resolve(0));
  });
}

function runApp(
  env: string[],
  command: string[] = [],
  host: Docker.HostConfig = {},
): Promise<Docker.Container> {
  const options = {
    Image: image,
    WorkingDir: "/app",
    Cmd: ["node", "app.mjs", ...command],
    Env: env,
    HostConfig: { NetworkMode: `container:${mysql.id}`, ...host },
  };
  return containers.run(options, files);
}

test("the image's Node makes the same seed bytes as the tests' own", async () => {
  const plan = ["SEED_USERS=20", "SEED_POSTS=700", "SEED_COMMENTS=900", "SEED_LIKES=300", "SCRYPT_COST=16"];
  const { code, output } = await ended(containers.docker, await runApp(plan, ["seed-sql"]));
  expect(code).toBe(0);
  expect(createHash("sha256").update(output).digest("hex")).toBe(
    "5030adb22334c7ee5a023d256a6d3fe78ec484149a9b2ca32344a16093ce322a",
  );
});

test("a bad environment ends it with 1 and says what is off", async () => {
  const { code, output } = await ended(containers.docker, await runApp(["PORT=none"]));
  expect(code).toBe(1);
  expect(output).toContain("PORT=none");
});

test("as PID 1 it comes up, gets healthy, and two SIGTERMs end it with 0 after the drain", async () => {
  const container = await runApp([`DB_PASSWORD=${password}`, "DRAIN_MS=1000", "SERVER_NAME=app-1"]);
  const url = `http://127.0.0.1:${await hostPort(mysql, 8080)}`;
  const status = (path: string) => statusOf(url + path);
  await expect.poll(() => status("/readyz"), { timeout: 60_000 }).toBe(200);
  const check = await container.exec({ Cmd: ["/app/healthcheck"] });
  await check.start({});
  await expect.poll(async () => (await check.inspect()).ExitCode).toBe(0);
  await container.kill({ signal: "SIGTERM" });
  await expect.poll(() => status("/healthz")).toBe(503);
  expect(await status("/feed")).toBe(200);
  await container.kill({ signal: "SIGTERM" });
  const { code, output } = await ended(containers.docker, container);
  expect(code).toBe(0);
  expect(output).toMatch(/stopped\n$/);
});

test("a full disk refuses an image with 507, keeps the old ones, and nothing half-written stays", async () => {
  const container = await runApp([`DB_PASSWORD=${password}`, "UPLOAD_DIR=/uploads"], [], {
    Tmpfs: { "/uploads": "size=2m" },
  });
  const url = `http://127.0.0.1:${await hostPort(mysql, 8080)}`;
  await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 60_000 }).toBe(200);
  const login = await fetch(`${url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "user0001", password: "stagecraft-demo" }),
  });
  const cookie = login.headers.get("set-cookie")!.split(";")[0]!;
  const put = async (name: string) => {
    const body = new Uint8Array(900 * 1024);
    const answer = await fetch(`${url}/uploads/${name}`, { method: "PUT", headers: { cookie }, body });
    return { status: answer.status, body: await answer.json() };
  };
  expect(await put("first.png")).toMatchObject({ status: 201 });
  expect(await put("second.png")).toMatchObject({ status: 201 });
  expect(await put("third.png")).toMatchObject({ status: 507, body: { error: "disk-full" } });
  // a new version is written beside the old one, so it needs room, too
  expect(await put("first.png")).toMatchObject({ status: 507 });
  expect((await (await fetch(`${url}/uploads/first.png`)).arrayBuffer()).byteLength).toBe(900 * 1024);
  expect((await fetch(`${url}/uploads/third.png`)).status).toBe(404);
  const look = await container.exec({ Cmd: ["ls", "-A", "/uploads"], AttachStdout: true, Tty: true });
  const names = await text(await look.start({ Tty: true }));
  expect(names.split(/\s+/).filter(Boolean)).toEqual(["first.png", "second.png"]);
});
