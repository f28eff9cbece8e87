import type { ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { mergeHistograms } from "../model/histogram.ts";
import { counted, of, rowsOf, serve, servers, start, until } from "./load.fixture.ts";
import type { RunningLoad } from "./open-run.ts";

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
    expect(rowsOf(records).every((row) => row.server === "app-1" && row.route === "/")).toBe(true);
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
