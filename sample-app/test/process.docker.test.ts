import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { get } from "node:http";
import { basename } from "node:path";
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
  const { outputFiles } = await build({ ...options, write: false, outdir: "app" });
  files = {
    ...Object.fromEntries(
      outputFiles!.map(({ path, contents }) => [`app/${basename(path)}`, Buffer.from(contents)]),
    ),
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

/** One header of the answer, on a connection of its own; none when nobody answers: it went to a worker that died. */
function headerOf(url: string, name: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    const asked = get(url, { agent: false, timeout: 2000 }, (answer) => {
      answer.resume();
      resolve(String(answer.headers[name]));
    });
    asked.on("timeout", () => asked.destroy());
    asked.on("error", () => resolve(undefined));
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
  // the next one wants the port
  await container.remove({ force: true });
});

test("a worker that is killed is replaced while the other one serves, and SIGTERM ends them all with 0", async () => {
  const container = await runApp([`DB_PASSWORD=${password}`, "WORKERS=2", "DRAIN_MS=300"]);
  const url = `http://127.0.0.1:${await hostPort(mysql, 8080)}`;
  await expect.poll(() => statusOf(`${url}/readyz`), { timeout: 60_000 }).toBe(200);
  // a connection each: the workers take turns with them
  const processes = async (): Promise<Set<string>> => {
    const asked = Array.from({ length: 6 }, () => headerOf(`${url}/healthz`, "x-process"));
    return new Set((await Promise.all(asked)).filter((one) => one !== undefined));
  };
  await expect.poll(async () => (await processes()).size, { timeout: 30_000 }).toBe(2);
  const [victim, other] = [...(await processes())];
  const kill = await container.exec({ Cmd: ["bash", "-c", `kill -9 ${victim}`] });
  await kill.start({});
  await expect.poll(async () => (await processes()).has(victim!), { timeout: 30_000 }).toBe(false);
  expect((await processes()).has(other!)).toBe(true);
  await expect.poll(async () => (await processes()).size, { timeout: 30_000 }).toBe(2);
  await container.kill({ signal: "SIGTERM" });
  const { code, output } = await ended(containers.docker, container);
  expect(code).toBe(0);
  expect(output).toContain(`worker ${victim} ended (SIGKILL)`);
  expect(output.match(/ stopped\n/g)).toHaveLength(2);
});

test("workers that die at once, again and again, are given up with 1", async () => {
  // each worker reads its pages at the start, and there are none
  const container = await runApp(["WORKERS=2", "STATIC_DIR=/nowhere"]);
  const { code, output } = await ended(containers.docker, container);
  expect(code).toBe(1);
  expect(output.match(/worker \d+ ended/g)!.length).toBeGreaterThanOrEqual(10);
  expect(output).toContain("giving up");
});
