import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { mergeHistograms } from "../model/histogram.ts";
import type { LoadJourney, OpenJob } from "../model/load.ts";
import type { LoadRecord, WindowRecord } from "../model/load-records.ts";
import { resolveOpenJob } from "./job.ts";
import { type RunningLoad, runOpenJob } from "./open-run.ts";

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

type Handler = (request: IncomingMessage & { body: string }, response: ServerResponse) => void;

async function serve(handler: Handler, port = 0): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => handler(Object.assign(request, { body }), response));
  });
  servers.push(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const visit: LoadJourney[] = [{ journey: "visit", weight: 1, steps: [{ kind: "get", path: "/" }] }];

interface Measured {
  records: LoadRecord[];
  load: RunningLoad;
}

async function start(job: Partial<OpenJob> & { url: string }): Promise<Measured> {
  const records: LoadRecord[] = [];
  const base = { kind: "open", seed: "s", rate: 200, arrivals: "constant", mix: visit } as const;
  const load = await runOpenJob(resolveOpenJob({ ...base, ...job }), (record) => records.push(record));
  return { records, load };
}

const of = <K extends LoadRecord["kind"]>(records: LoadRecord[], kind: K) =>
  records.filter((record) => record.kind === kind) as Extract<LoadRecord, { kind: K }>[];
const rowsOf = (records: LoadRecord[]) =>
  of(records, "window").flatMap((window: WindowRecord) => window.phases.flatMap((phase) => phase.rows));
const counted = (records: LoadRecord[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rowsOf(records)) counts[row.outcome] = (counts[row.outcome] ?? 0) + row.count;
  return counts;
};

describe("an open-loop load", () => {
  it("asks exactly rate × duration and loses none; every count agrees", async () => {
    const url = await serve((_request, response) => response.setHeader("x-served-by", "app-1").end("hello"));
    const { records, load } = await start({ url, durationMs: 500 });
    const end = await load.ended;
    expect(end).toMatchObject({
      scheduled: 100,
      sent: 100,
      ok: 100,
      failed: 0,
      unfinished: 0,
      why: "duration",
    });
    expect(rowsOf(records).every((row) => row.server === "app-1" && row.route === "GET /")).toBe(true);
    expect(counted(records)).toEqual({ ok: 100 });
    const ticks = of(records, "window").flatMap((window) => window.ticks);
    expect(ticks.reduce((sum, tick) => sum + tick.ok, 0)).toBe(100);
    expect(mergeHistograms(rowsOf(records).map((row) => row.latency)).count).toBe(100);
  });

  it("counts latency from the intended instant while the server is stalled, and goes on sending", async () => {
    const held: ServerResponse[] = [];
    let heldAll = false;
    let load: RunningLoad | undefined;
    let releasedMs = 0;
    const url = await serve((_request, response) => {
      if (heldAll) return void response.end();
      held.push(response);
      // open loop: the hundredth request comes although not one was answered
      if (held.length < 100) return;
      heldAll = true;
      releasedMs = load!.now();
      for (const one of held) one.end();
    });
    const measured = await start({ url, durationMs: 1000 });
    load = measured.load;
    const end = await load.ended;
    expect(end).toMatchObject({ scheduled: 200, ok: 200 });
    const longest = mergeHistograms(rowsOf(measured.records).map((row) => row.latency)).max;
    const firstWaitedMs = releasedMs - end.startMs;
    expect(longest).toBeGreaterThanOrEqual(firstWaitedMs - 1);
  });

  it("tells failures by their kind, each request once, without retries", async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests++;
      const kind = requests % 4;
      if (kind === 0) request.socket.resetAndDestroy();
      else if (kind === 1) response.writeHead(503).end();
      else if (kind === 2) response.end();
      // else: silence
    });
    const { records, load } = await start({ url, durationMs: 200, timeouts: { responseMs: 300 } });
    const end = await load.ended;
    expect(requests).toBe(40);
    expect(counted(records)).toEqual({ ok: 10, reset: 10, "http-error": 10, timeout: 10 });
    expect(end).toMatchObject({ ok: 10, failed: 30 });
    const details = of(records, "failure").map((failure) => failure.detail);
    expect(details.length).toBeLessThanOrEqual(10);
    expect(details).toContain("status 503");
  });

  it("cuts phases by the intended instant, on its own clock", async () => {
    const url = await serve((_request, response) => void response.end());
    const { records, load } = await start({ url, phase: "baseline" });
    await until(() => of(records, "window").length > 0);
    load.mark("fault");
    await until(() =>
      of(records, "window").some((window) => window.phases.some((one) => one.phase === "fault")),
    );
    load.stop("stop");
    const end = await load.ended;
    const cutMs = of(records, "mark")[0]!.atMs;
    const before = of(records, "window").flatMap((window) =>
      window.phases.filter((one) => one.phase === "baseline"),
    );
    const baseline = before.reduce((sum, one) => sum + one.scheduled, 0);
    // one each 5 ms from the start: those due before the cut
    expect(baseline).toBe(Math.ceil((cutMs - end.startMs) / 5));
    expect(end.why).toBe("stop");
  });

  it("lets requests wait at the cap and says so; none is lost", async () => {
    const waiting: ServerResponse[] = [];
    let most = 0;
    const url = await serve((_request, response) => {
      waiting.push(response);
      most = Math.max(most, waiting.length);
      setTimeout(() => waiting.splice(waiting.indexOf(response), 1)[0]!.end(), 20);
    });
    const { records, load } = await start({ url, durationMs: 300, maxOutstanding: 2 });
    expect(await load.ended).toMatchObject({ scheduled: 60, ok: 60 });
    expect(most).toBe(2);
    expect(of(records, "window").reduce((sum, one) => sum + one.generator.capHits, 0)).toBeGreaterThan(0);
  });

  it("ends at its limit although the server never answers, and counts what is unfinished", async () => {
    const url = await serve(() => {});
    const { load } = await start({ url, durationMs: 100, maxDurationMs: 200 });
    expect(await load.ended).toMatchObject({ scheduled: 20, ok: 0, failed: 0, unfinished: 20 });
  });

  it("sees a service go down and come back", async () => {
    const url = await serve((_request, response) => void response.end());
    const { records, load } = await start({ url, rate: 20, probe: { path: "/", everyMs: 5 } });
    await until(() => of(records, "window").length > 0);
    const downMs = load.now();
    servers[0]!.closeAllConnections();
    servers[0]!.close();
    await until(() => of(records, "probe").length === 1);
    await serve((_request, response) => void response.end(), Number(new URL(url).port));
    const upMs = load.now();
    await until(() => of(records, "probe").length === 2);
    load.stop("stop");
    await load.ended;
    const [down, up] = of(records, "probe");
    expect(down).toMatchObject({ state: "down" });
    expect(down!.atMs).toBeGreaterThanOrEqual(downMs);
    expect(up).toMatchObject({ state: "up" });
    expect(up!.failed).toBeGreaterThan(0);
    expect(up!.atMs).toBeGreaterThanOrEqual(upMs - 5);
  });
});

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

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
