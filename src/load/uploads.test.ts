import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import type { LoadJourney } from "../model/load.ts";
import { of, rowsOf, serve, servers, start } from "./load.fixture.ts";

const path = "/uploads/{id}.png";
const uploader: LoadJourney[] = [
  {
    journey: "uploader",
    weight: 1,
    steps: [
      { kind: "upload", path, bytes: 3000, ledger: "images" },
      { kind: "read", path, ledger: "images" },
    ],
  },
];

type Kept = Map<string, { type: string; body: Buffer }>;

/** A store of uploads that refuses those that `refuses` says; resolves with its origin. */
async function store(kept: Kept, refuses: (name: string) => number | undefined): Promise<string> {
  const answer = (request: IncomingMessage, response: ServerResponse, body: Buffer): void => {
    const name = request.url!;
    if (request.method === "GET") return void response.writeHead(kept.has(name) ? 200 : 404).end();
    const status = refuses(name);
    if (status !== undefined) return void response.writeHead(status).end();
    kept.set(name, { type: request.headers["content-type"]!, body });
    response.writeHead(201).end();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => answer(request, response, Buffer.concat(chunks)));
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("uploads", () => {
  it("arrive whole, under the write's id, and are read back", async () => {
    const kept: Kept = new Map();
    const url = await store(kept, () => undefined);
    const { records, load } = await start({ url, rate: 20, durationMs: 500, mix: uploader, idPrefix: "up-" });
    expect(await load.ended).toMatchObject({ ok: 10, failed: 0 });
    const writes = of(records, "write");
    expect(writes.map((one) => `/uploads/${one.id}.png`).sort()).toEqual([...kept.keys()].sort());
    expect(writes.every((one) => /^up-[A-Za-z0-9_-]{1,60}$/.test(one.id))).toBe(true);
    expect(writes.every((one) => one.result === "acknowledged" && one.ledger === "images")).toBe(true);
    for (const { type, body } of kept.values()) {
      expect(type).toBe("image/png");
      expect(body).toHaveLength(3000);
      expect(body.subarray(1, 4).toString()).toBe("PNG");
    }
    expect(of(records, "read").map((one) => one.result)).toEqual(Array(5).fill("found"));
    expect([...new Set(rowsOf(records).map((row) => row.route))].sort()).toEqual([path, `PUT ${path}`]);
  });

  it("that the store has no room for or refuses are no promises", async () => {
    const url = await store(new Map(), (name) => (name.includes("-0-") ? 507 : 413));
    const { records, load } = await start({ url, rate: 8, durationMs: 500, mix: uploader });
    await load.ended;
    expect(of(records, "write").map((one) => one.result)).toEqual(["rejected", "rejected"]);
    expect(of(records, "read").every((one) => one.result === "missing" && one.write === "rejected")).toBe(
      true,
    );
  });
});

describe("a read", () => {
  it("asks for the last write to its own ledger", async () => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      response.writeHead(201).end();
    });
    const steps: LoadJourney["steps"] = [
      { kind: "post", path: "/posts", ledger: "posts" },
      { kind: "upload", path, bytes: 200, ledger: "images" },
      { kind: "read", path: "/posts/{id}", ledger: "posts" },
      { kind: "read", path, ledger: "images" },
    ];
    const { records, load } = await start({
      url,
      rate: 8,
      durationMs: 400,
      mix: [{ journey: "both", weight: 1, steps }],
    });
    await load.ended;
    const [post, image] = of(records, "write").map((one) => one.id);
    expect(asked).toEqual([
      "POST /posts",
      `PUT /uploads/${image}.png`,
      `GET /posts/${post}`,
      `GET /uploads/${image}.png`,
    ]);
  });
});

describe("a get among many", () => {
  const many: LoadJourney[] = [
    { journey: "many", weight: 1, steps: [{ kind: "get", path: "/seed-{n}.png?again={n}", among: 4 }] },
  ];
  const draws = async (seed: string): Promise<string[]> => {
    const asked: string[] = [];
    const url = await serve((request, response) => {
      asked.push(request.url!);
      response.end();
    });
    const { records, load } = await start({ url, seed, rate: 400, durationMs: 500, mix: many });
    await load.ended;
    expect([...new Set(rowsOf(records).map((row) => row.route))]).toEqual(["/seed-{n}.png?again={n}"]);
    return asked.sort();
  };

  it("draws evenly from 1 to the limit, by the seed alone, and counts as one route", async () => {
    const asked = await draws("a");
    const counts = [1, 2, 3, 4].map((n) => asked.filter((one) => one === `/seed-${n}.png?again=${n}`).length);
    expect(counts.reduce((sum, one) => sum + one)).toBe(200);
    // each is 50 on average with a standard deviation of 6
    for (const count of counts) expect(Math.abs(count - 50)).toBeLessThan(30);
    expect(await draws("a")).toEqual(asked);
    expect(await draws("b")).not.toEqual(asked);
  });
});
