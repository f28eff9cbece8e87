import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { seedImage } from "../src/schema/seed-images.ts";
import { createContainers } from "./containers.ts";
import { configFor, startApp, startMysql, stopApp } from "./site.ts";

const containers = createContainers();
let mysql: Docker.Container;
let folder = "";
const servers: Record<string, { app: App; url: string }> = {};
const images = { SEED_IMAGES: "3", SEED_IMAGE_BYTES: "4096,65536" };

beforeAll(async () => {
  mysql = await startMysql(containers);
  folder = await mkdtemp(join(tmpdir(), "commons-media-"));
  // one connection: seeding must do with the one that holds the lock
  const blobs = await configFor(mysql, { ...images, MEDIA_STORE: "blobs", DB_CONNECTIONS: "1" });
  const files = await configFor(mysql, { ...images, UPLOAD_DIR: join(folder, "uploads") });
  const started = await Promise.all([startApp(blobs), startApp(blobs), startApp(files)]);
  for (const [n, name] of ["blobs", "other", "files"].entries()) servers[name] = started[n]!;
});

afterAll(async () => {
  for (const server of Object.values(servers)) await stopApp(server);
  await rm(folder, { recursive: true });
  await containers.removeAll();
});

async function put(server: string, name: string, body: Buffer) {
  const login = await fetch(`${servers[server]!.url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "user0001", password: "stagecraft-demo" }),
  });
  const cookie = login.headers.get("set-cookie")!.split(";")[0]!;
  const init = { method: "PUT", headers: { cookie }, body: new Uint8Array(body) };
  const answer = await fetch(`${servers[server]!.url}/uploads/${name}`, init);
  return { status: answer.status, body: await answer.json() };
}

test.each(["blobs", "other", "files"])(
  "the seed images are in the store of %s, once, to the byte",
  async (name) => {
    const plan = { seed: 1, count: 3, sizes: [4096, 65536] };
    for (const n of [1, 2, 3]) {
      const answer = await fetch(`${servers[name]!.url}/uploads/seed-${n}.png`);
      expect(answer.status).toBe(200);
      expect(answer.headers.get("content-length")).toBe(String(plan.sizes[(n - 1) % 2]));
      expect(Buffer.from(await answer.arrayBuffer()).equals(seedImage(plan, n))).toBe(true);
    }
    expect((await fetch(`${servers[name]!.url}/uploads/seed-4.png`)).status).toBe(404);
  },
);

test("files are in the folder and rows in the table, and nothing of either in the other", async () => {
  expect((await readdir(join(folder, "uploads"))).sort()).toEqual(["seed-1.png", "seed-2.png", "seed-3.png"]);
  const rows = await servers.blobs!.app.database.text<{ name: string; versions: number }>(
    "SELECT name, versions FROM uploads ORDER BY name",
  );
  expect(rows).toEqual([1, 2, 3].map((n) => ({ name: `seed-${n}.png`, versions: 1 })));
});

test.each(["blobs", "files"])(
  "by %s an image is put, repeated, replaced and read back alike",
  async (name) => {
    const image = Buffer.alloc(1024 * 1024, 7);
    expect(await put(name, "cat.png", image)).toEqual({
      status: 201,
      body: { name: "cat.png", bytes: image.length, replaced: false },
    });
    expect(await put(name, "cat.png", image)).toMatchObject({ status: 200, body: { replaced: true } });
    expect(await put(name, "cat.png", Buffer.from([0, 255, 128]))).toMatchObject({ status: 200 });
    const answer = await fetch(`${servers[name]!.url}/uploads/cat.png`);
    expect(answer.headers.get("content-type")).toBe("image/png");
    expect([...new Uint8Array(await answer.arrayBuffer())]).toEqual([0, 255, 128]);
    const head = await fetch(`${servers[name]!.url}/uploads/cat.png`, { method: "HEAD" });
    expect(head.headers.get("content-length")).toBe("3");
    expect(await put(name, "cat.png", Buffer.alloc(1024 * 1024 + 1))).toMatchObject({ status: 413 });
  },
);

test("rows are there for every server on the database", async () => {
  expect((await put("other", "dog.png", Buffer.from("dog"))).status).toBe(201);
  expect(await (await fetch(`${servers.blobs!.url}/uploads/dog.png`)).text()).toBe("dog");
  expect((await fetch(`${servers.files!.url}/uploads/dog.png`)).status).toBe(404);
});
