import { afterAll, beforeAll, expect, test } from "vitest";
import { serve } from "../../test/serve.ts";
import { json } from "../http/reply.ts";
import { paced, work } from "./pace.ts";

const pages = { "GET /page": () => json(200, {}) };
let slow: { url: string; close(): void };

beforeAll(async () => {
  slow = await serve(paced(pages, { slowMs: 150, workMs: 0 }));
});
afterAll(() => slow.close());

test("work uses up the processor time it says, and little more", () => {
  for (const ms of [5, 50]) {
    const start = process.cpuUsage();
    work(ms);
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1000).toBeGreaterThanOrEqual(ms);
    expect((user + system) / 1000).toBeLessThan(ms + 15);
  }
});

test("a slow page waits and leaves the processor alone meanwhile", async () => {
  const began = performance.now();
  const used = process.cpuUsage();
  await Promise.all(Array.from({ length: 4 }, () => fetch(`${slow.url}/page`)));
  expect(performance.now() - began).toBeGreaterThanOrEqual(149);
  // side by side: four waits are not four times as long
  expect(performance.now() - began).toBeLessThan(4 * 150);
  const { user, system } = process.cpuUsage(used);
  expect((user + system) / 1000).toBeLessThan(4 * 150);
});

test("without either, pages are what they were", () => {
  expect(paced(pages, { slowMs: 0, workMs: 0 })).toBe(pages);
});
