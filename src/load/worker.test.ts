import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { OpenJob, PeakJob } from "../model/load.ts";
import type { LoadRecord } from "../model/load-records.ts";
import { startHostGenerator } from "./generator.ts";

let folder: string;
let file: string;
let server: Server;
let url: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "worker-"));
  file = join(folder, "worker.mjs");
  // as scripts/build.mjs does it
  await build({
    entryPoints: [join(import.meta.dirname, "worker.ts")],
    outfile: file,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    logLevel: "error",
    banner: {
      js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
    },
  });
  server = createServer((_request, response) => void response.end("hello")).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

const job = (more: Partial<OpenJob> = {}): OpenJob => ({
  kind: "open",
  url,
  seed: "s",
  rate: 200,
  arrivals: "constant",
  mix: [{ journey: "visit", weight: 1, steps: [{ kind: "get", path: "/" }] }],
  ...more,
});

interface Session {
  child: ChildProcessWithoutNullStreams;
  records: LoadRecord[];
  exit: Promise<number | null>;
}

function session(firstLine: string): Session {
  const child = spawn(process.execPath, [file]);
  const records: LoadRecord[] = [];
  let rest = "";
  child.stdout.setEncoding("utf8").on("data", (chunk: string) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) records.push(JSON.parse(line) as LoadRecord);
  });
  child.stdin.on("error", () => {});
  child.stdin.write(`${firstLine}\n`);
  return { child, records, exit: once(child, "close").then(([code]) => code as number | null) };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}
const has = (one: Session, kind: LoadRecord["kind"]) => () =>
  one.records.some((record) => record.kind === kind);

describe("the worker", { timeout: 30_000 }, () => {
  it("says what is wrong with a job, all of it, and exits 2", async () => {
    const bad = session(JSON.stringify({ ...job({ rate: -1, mix: [] }), url: "ftp://x" }));
    expect(await bad.exit).toBe(2);
    expect(bad.records).toHaveLength(1);
    const what = (bad.records[0] as { what: string }).what;
    expect(what).toContain("rate");
    expect(what).toContain("mix");
    expect(what).toContain("ftp://x");
    const none = session("not json");
    expect(await none.exit).toBe(2);
    const lost = session(JSON.stringify(job({ url: "http://no-such-host.invalid" })));
    expect(await lost.exit).toBe(2);
    expect((lost.records[0] as { what: string }).what).toContain("no-such-host.invalid");
  });

  it("obeys marks, clock and stop, and ends with its totals", async () => {
    const one = session(JSON.stringify(job({ phase: "baseline" })));
    await until(has(one, "ready"));
    one.child.stdin.write('{"cmd":"clock","echo":42}\n{"cmd":"mark","phase":"fault"}\nnoise\n');
    await until(has(one, "window"));
    one.child.stdin.write('{"cmd":"stop"}\n');
    expect(await one.exit).toBe(0);
    const clock = one.records.find((record) => record.kind === "clock");
    expect(clock).toMatchObject({ echo: 42 });
    expect(Math.abs((clock as { workerMs: number }).workerMs - Date.now())).toBeLessThan(60_000);
    expect(one.records.some((record) => record.kind === "mark" && record.phase === "fault")).toBe(true);
    expect(one.records.at(-1)).toMatchObject({ kind: "end", why: "stop", failed: 0, unfinished: 0 });
  });

  it("does not outlive whoever started it: stdin closed, or silent for too long", async () => {
    const closed = session(JSON.stringify(job()));
    await until(has(closed, "ready"));
    closed.child.stdin.end();
    expect(await closed.exit).toBe(0);
    expect(closed.records.at(-1)).toMatchObject({ kind: "end", why: "stdin" });
    const silent = session(JSON.stringify(job({ silenceMs: 300 })));
    expect(await silent.exit).toBe(0);
    expect(silent.records.at(-1)).toMatchObject({ kind: "end", why: "silence" });
    const early = session(JSON.stringify(job()));
    early.child.stdin.end();
    expect(await early.exit).toBe(0);
  });

  it("shares a schedule among processes: the totals are those of one", async () => {
    const records: LoadRecord[] = [];
    const generator = startHostGenerator(file, job({ processes: 2, durationMs: 1500 }), (record) => {
      records.push(record);
    });
    const end = await generator.ended;
    expect(end).toMatchObject({ scheduled: 300, sent: 300, ok: 300, unfinished: 0, why: "duration" });
    const windows = records.filter((record) => record.kind === "window");
    const rows = windows.flatMap((window) => window.phases.flatMap((phase) => phase.rows));
    expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(300);
    expect(windows[0]!.generator.processes).toBe(2);
    expect(records.filter((record) => record.kind === "ready")).toHaveLength(1);
    expect(records.filter((record) => record.kind === "end")).toHaveLength(1);
  });

  it("passes a broken job of several processes on", async () => {
    const lost = session(JSON.stringify(job({ url: "http://no-such-host.invalid", processes: 2 })));
    expect(await lost.exit).toBe(2);
    expect(lost.records.at(-1)).toMatchObject({ kind: "error" });
  });

  it("finds a knee with the bundled autocannon", async () => {
    const peak: PeakJob = {
      kind: "peak",
      url,
      path: "/",
      stopAt: { p99Ms: 10_000, errorRatio: 0.01 },
      stepMs: 500,
      warmup: { atLeastMs: 200, atMostMs: 200 },
      maxConnections: 8,
    };
    const records: LoadRecord[] = [];
    await startHostGenerator(file, peak, (record) => records.push(record)).ended;
    const found = records.find((record) => record.kind === "peak")!;
    // the search, and the longer step that the knee is read from
    expect(found.steps.map((step) => step.connections).slice(0, 2)).toEqual([4, 8]);
    expect(found.kneePerS).toBe(found.steps.at(-1)?.throughput);
    expect(found.kneePerS).toBeGreaterThan(0);
    expect(found.steps.every((step) => step.within)).toBe(true);
  });
});
