import type Docker from "dockerode";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { App } from "../src/app.ts";
import { createContainers, hostPort } from "./containers.ts";
import { type Relay, startRelay } from "./relay.ts";
import { configFor, startApp, startMysql, stopApp } from "./site.ts";

const containers = createContainers();
let mysql: Docker.Container;
let relay: Relay;
let app: App;
let url = "";

beforeAll(async () => {
  mysql = await startMysql(containers);
  // a published port changes when its container starts again: the app keeps to the relay's
  relay = await startRelay(await hostPort(mysql, 3306));
  const config = await configFor(mysql, {
    DB_PORT: String(relay.port),
    DB_QUERY_TIMEOUT_MS: "500",
    DB_CONNECTIONS: "2",
    DB_QUEUE: "3",
  });
  ({ app, url } = await startApp(config));
});

afterAll(async () => {
  await stopApp({ app });
  relay.close();
  await containers.removeAll();
});

const status = async (path: string) => (await fetch(url + path)).status;

test("a silent database costs each page its time limit, and a flood of them a quick refusal", async () => {
  expect(await status("/feed")).toBe(200);
  await mysql.pause();
  const answers = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const answer = await fetch(`${url}/feed`);
      return { status: answer.status, body: (await answer.json()) as { error: string } };
    }),
  );
  expect(answers.map((answer) => answer.status)).toEqual(Array(12).fill(503));
  const errors = answers.map((answer) => answer.body.error);
  expect(errors.filter((error) => error === "overloaded").length).toBeGreaterThanOrEqual(7);
  expect(errors).toContain("database-unavailable");
  expect(await status("/healthz")).toBe(200);
  expect(await status("/")).toBe(200);
  await mysql.unpause();
  await expect.poll(() => status("/feed"), { timeout: 10_000 }).toBe(200);
});

test("a dead database gives 503 and not a dead app; when it is back, so are the pages", async () => {
  await mysql.kill();
  const answer = await fetch(`${url}/feed`);
  expect(answer.status).toBe(503);
  expect(answer.headers.get("retry-after")).toBe("1");
  expect(await answer.json()).toMatchObject({ error: "database-unavailable" });
  expect(await status("/readyz")).toBe(503);
  expect(await status("/healthz")).toBe(200);

  await mysql.start();
  relay.target = await hostPort(mysql, 3306);
  await expect.poll(() => status("/readyz"), { timeout: 30_000 }).toBe(200);
  expect(await status("/feed")).toBe(200);
});
