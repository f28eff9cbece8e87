import type Docker from "dockerode";
import mysql, { type Connection, type RowDataPacket } from "mysql2/promise";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import type { App } from "../src/app.ts";
import { createContainers, hostPort } from "./containers.ts";
import { configFor, createUser, password, startApp, startMysql, stopApp } from "./site.ts";

const containers = createContainers();
const logged: string[] = [];
let servers: Docker.Container[];
let names: string[];
let app: App;
let url = "";

const rootPassword = password;
const ofReplication = (id: number) => [
  `--server-id=${id}`,
  "--gtid-mode=ON",
  "--enforce-gtid-consistency=ON",
];

beforeAll(async () => {
  servers = await Promise.all(
    [1, 2].map((id) => startMysql(containers, { options: ofReplication(id), rootPassword })),
  );
  names = await Promise.all(servers.map(async (server) => `127.0.0.1:${await hostPort(server, 3306)}`));
  const { NetworkSettings } = await servers[0]!.inspect();
  const address = Object.values(NetworkSettings.Networks)[0]!.IPAddress;
  await vi.waitFor(() => Promise.all([sql(0, "DO 0"), sql(1, "DO 0")]), { timeout: 60_000, interval: 200 });
  // what each made of itself at its start is its own: the copy begins after it
  await sql(0, "RESET BINARY LOGS AND GTIDS");
  await sql(1, "RESET BINARY LOGS AND GTIDS");
  await sql(
    1,
    `CHANGE REPLICATION SOURCE TO SOURCE_HOST='${address}', SOURCE_USER='root', SOURCE_PASSWORD='${rootPassword}',
       SOURCE_AUTO_POSITION=1, GET_SOURCE_PUBLIC_KEY=1, SOURCE_CONNECT_RETRY=1`,
  );
  await sql(1, "START REPLICA");
  await sql(1, "SET GLOBAL super_read_only=ON");
  const config = await configFor(servers[0]!, {
    DB_CANDIDATES: names.join(","),
    DB_REPLICAS: names.join(","),
    DB_CHECK_MS: "50",
    DB_REPLICA_MAX_LAG_MS: "200",
    READ_OWN_WRITES_MS: "60000",
  });
  ({ app, url } = await startApp(config, (line) => logged.push(line)));
});

afterAll(async () => {
  // whether it came to an app or not
  await stopApp({ app }).catch(() => {});
  await containers.removeAll();
});

/** One statement on one server, as its administrator. */
async function sql(server: number, statement: string): Promise<RowDataPacket[]> {
  const connection: Connection = await mysql.createConnection({
    host: "127.0.0.1",
    port: await hostPort(servers[server]!, 3306),
    user: "root",
    password: rootPassword,
    database: "stagecraft",
  });
  try {
    return (await connection.query<RowDataPacket[]>(statement))[0];
  } finally {
    connection.destroy();
  }
}

const answers = (server: number) =>
  sql(server, "DO 0").then(
    () => true,
    () => false,
  );
const readFrom = async (cookie = "") => {
  const answer = await fetch(`${url}/feed`, { headers: { cookie } });
  return answer.status === 200 ? answer.headers.get("x-read-from") : answer.status;
};
const reading = { timeout: 30_000, interval: 50 };
const user = () => createUser(url);

async function post(id: string): Promise<{ status: number; cookies: string[] }> {
  const login = await fetch(`${url}/login`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "user0007", password: "stagecraft-demo" }),
  });
  if (login.status !== 200) return { status: login.status, cookies: [] };
  const answer = await fetch(`${url}/posts`, {
    method: "POST",
    headers: { "content-type": "application/json", cookie: login.headers.getSetCookie()[0]!.split(";")[0]! },
    body: JSON.stringify({ id, body: "hello" }),
  });
  return { status: answer.status, cookies: answer.headers.getSetCookie() };
}

test("pages come from the replica; who has just written reads from the primary", async () => {
  await expect.poll(() => readFrom(), reading).toBe(names[1]);
  const { status, cookies } = await post("written-0001");
  expect(status).toBe(201);
  expect(cookies).toHaveLength(1);
  expect(await readFrom(cookies[0]!.split(";")[0])).toBe(names[0]);
  expect((await user()("GET", "/posts?prefix=written-0001")).body.ids).toEqual(["written-0001"]);
});

test("a replica that falls behind leaves the rotation, and returns when it has caught up", async () => {
  await sql(1, "STOP REPLICA SQL_THREAD");
  expect(await readFrom()).toBe(names[1]);
  expect((await post("written-0002")).status).toBe(201);
  await expect.poll(() => readFrom(), reading).toBe(names[0]);
  expect(logged.at(-1)).toBe(`database: ${names[0]} takes writes; no replica for reads`);
  await sql(1, "START REPLICA SQL_THREAD");
  await expect.poll(() => readFrom(), reading).toBe(names[1]);
});

test("a promotion in the database moves the writes without a restart, for good", async () => {
  await servers[0]!.pause();
  await expect.poll(async () => (await post("written-0003")).status, reading).toBe(503);
  expect(await readFrom()).toBe(names[1]);
  await sql(1, "STOP REPLICA IO_THREAD");
  await sql(1, "SET GLOBAL super_read_only=OFF");
  await sql(1, "SET GLOBAL read_only=OFF");
  await sql(1, `INSERT INTO promotions (term, server) VALUES (1, 'two')`);
  await expect.poll(async () => (await post("written-0004")).status, reading).toBe(201);
  // the old primary takes writes, too: it must get none
  await servers[0]!.unpause();
  await expect.poll(() => answers(0), reading).toBe(true);
  await expect.poll(async () => (await sql(0, "SELECT @@read_only AS ro"))[0]!.ro, reading).toBe(0);
  expect((await post("written-0005")).status).toBe(201);
  const ids = (await sql(1, "SELECT write_id FROM posts WHERE write_id LIKE 'written-%'")).map(
    (row) => row.write_id,
  );
  expect(ids).toContain("written-0005");
});

test("a dead replica costs nobody a page: the primary answers", async () => {
  // by now the second server is the primary: the first one would be read from if it had caught up
  await servers[0]!.kill();
  expect(await readFrom()).toBe(names[1]);
});
