import { describe, expect, it } from "vitest";
import type { LoadJourney } from "../model/load.ts";
import { type Handler, of, serve, servers, start } from "./load.fixture.ts";

describe("journeys", () => {
  const member: LoadJourney[] = [
    {
      journey: "member",
      weight: 1,
      steps: [
        { kind: "login", user: "any" },
        { kind: "get", path: "/me" },
        { kind: "think", ms: 20 },
        { kind: "post", path: "/posts", ledger: "posts" },
        { kind: "read", path: "/posts/{id}", ledger: "posts" },
      ],
    },
  ];
  const users = { name: "user{n}", password: "pw{n}", count: 3, first: 1 };

  /** Two servers behind one address, each with sessions and posts in its own memory, in turn. */
  function forgetful(seen: string[]): Handler {
    const sessions = [new Map<string, string>(), new Map<string, string>()];
    const posts = [new Set<string>(), new Set<string>()];
    let turn = 0;
    return (request, response) => {
      const server = turn++ % 2;
      seen.push(`${request.method} ${request.url}`);
      response.setHeader("x-served-by", `app-${server}`);
      const sid = /sid=([^;]*)/.exec(request.headers.cookie ?? "")?.[1] ?? "";
      if (request.url === "/login") {
        const { username, password } = JSON.parse(request.body) as Record<string, string>;
        if (password !== `pw${username!.slice(4)}`) return void response.writeHead(401).end();
        const id = `s${turn}`;
        sessions[server]!.set(id, username!);
        return void response.writeHead(204, { "set-cookie": `sid=${id}; HttpOnly` }).end();
      }
      if (request.url!.startsWith("/posts/")) {
        const found = posts[server]!.has(request.url!.slice(7));
        return void response.writeHead(found ? 200 : 404).end();
      }
      if (!sessions[server]!.has(sid)) return void response.writeHead(401).end();
      if (request.method === "POST") posts[server]!.add((JSON.parse(request.body) as { id: string }).id);
      response.writeHead(request.method === "POST" ? 201 : 200).end();
    };
  }

  it("tells refused sessions apart from failures, and keeps the ledger's history", async () => {
    const seen: string[] = [];
    const url = await serve(forgetful(seen));
    const { records, load } = await start({ url, rate: 100, durationMs: 1000, mix: member, users });
    const end = await load.ended;
    expect(end.failed).toBe(0);
    expect(end.refused).toBeGreaterThan(0);
    expect(end.ok + end.refused).toBe(end.scheduled);
    expect(seen).toHaveLength(end.scheduled);

    const sessions = of(records, "session");
    const refused = sessions.filter((one) => one.result === "refused");
    expect(refused).toHaveLength(end.refused);
    expect(refused.every((one) => one.server !== one.issuedBy && one.user.startsWith("user"))).toBe(true);

    const writes = of(records, "write");
    const accepted = writes.filter((one) => one.result === "acknowledged");
    expect(accepted.length).toBeGreaterThan(0);
    expect(writes.length - accepted.length).toBe(writes.filter((one) => one.result === "rejected").length);
    expect(new Set(writes.map((one) => one.id)).size).toBe(writes.length);

    const reads = of(records, "read");
    for (const read of reads) {
      const write = writes.find((one) => one.id === read.id)!;
      expect(read.write).toBe(write.result);
      // each server knows its own posts only
      const known = write.result === "acknowledged" && write.server === read.server;
      expect(read.result).toBe(known ? "found" : "missing");
    }
  });

  it("writes the same ids for the same seed", async () => {
    const ids = async (idPrefix: string): Promise<string[]> => {
      const url = await serve(
        (_request, response) => void response.writeHead(200, { "set-cookie": "sid=1" }).end(),
      );
      const { records, load } = await start({
        url,
        rate: 200,
        durationMs: 300,
        mix: member,
        users,
        idPrefix,
      });
      await load.ended;
      return of(records, "write").map((one) => one.id);
    };
    const common = (await ids("")).filter((id) => id !== "");
    const again = await ids("");
    const shorter = Math.min(common.length, again.length);
    expect(shorter).toBeGreaterThan(3);
    expect(new Set([...common, ...again]).size).toBe(Math.max(common.length, again.length));
    expect((await ids("r2-")).every((id) => id.startsWith("r2-") && !common.includes(id))).toBe(true);
  });

  it("calls a write whose answer is missing indeterminate, and one that was never sent rejected", async () => {
    const write: LoadJourney[] = [
      { journey: "write", weight: 1, steps: [{ kind: "post", path: "/posts", ledger: "posts" }] },
    ];
    const url = await serve((request, response) => {
      if (request.body.includes("-1-")) request.socket.resetAndDestroy();
      else if (request.body.includes("-2-")) response.writeHead(502).end();
      else response.writeHead(201).end();
    });
    const { records, load } = await start({ url, rate: 20, durationMs: 200, mix: write });
    await load.ended;
    const result = Object.fromEntries(of(records, "write").map((one) => [one.id.split("-")[1], one.result]));
    expect(result).toMatchObject({
      0: "acknowledged",
      1: "indeterminate",
      2: "indeterminate",
      3: "acknowledged",
    });
    servers[0]!.closeAllConnections();
    servers[0]!.close();
    const second = await start({ url, rate: 20, durationMs: 100, mix: write });
    await second.load.ended;
    expect(of(second.records, "write").map((one) => one.result)).toEqual(["rejected", "rejected"]);
  });

  it("ends a journey whose log-in failed, and counts the steps that were never due", async () => {
    const url = await serve((_request, response) => void response.writeHead(503).end());
    const { load } = await start({ url, rate: 40, durationMs: 500, mix: member, users });
    const end = await load.ended;
    expect(end).toMatchObject({ scheduled: 5, failed: 5, refused: 0, abandoned: 15 });
  });
});
