import { describe, expect, it } from "vitest";
import type { OpenJob } from "../model/load.ts";
import { serve, servers, start } from "./load.fixture.ts";

/** How many connections a load of ten users with two requests each, one after the other, opens. */
async function connectionsOf(rules: Partial<OpenJob>): Promise<number> {
  const url = await serve((_request, response) => void response.end());
  let connections = 0;
  servers.at(-1)!.on("connection", () => connections++);
  const twice = { kind: "get", path: "/" } as const;
  const mix = [{ journey: "twice", weight: 1, steps: [twice, twice] }];
  const { load } = await start({ url, rate: 40, durationMs: 500, mix, ...rules });
  expect(await load.ended).toMatchObject({ ok: 20, failed: 0 });
  return connections;
}

describe("connections", () => {
  it("are each user's own for as long as the journey lasts", async () => {
    expect(await connectionsOf({ connections: "per-user" })).toBe(10);
  });

  it("are shared by users who come one after the other", async () => {
    expect(await connectionsOf({ connections: "shared" })).toBeLessThan(10);
  });

  it("serve one request each without keep-alive", async () => {
    expect(await connectionsOf({ connections: "shared", keepAlive: false })).toBe(20);
    expect(await connectionsOf({ connections: "per-user", keepAlive: false })).toBe(20);
  });
});
