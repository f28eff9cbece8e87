import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dockerCli, root } from "../../test/lab.ts";
import { openContract } from "../docker/images/contract-harness.ts";
import { createStagePort, projectName } from "../docker/stage.ts";
import type { LoadRecord, WindowRow } from "../model/load-records.ts";
import type { PlannedLoad, PlannedStage } from "../model/plan.ts";
import type { LoadPort, StagePort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import { createLoadPort } from "./load-port.ts";
import { openRunningSession } from "./session.ts";
import { workerFile } from "./worker-file.ts";

/** Answers every A question for shop.test with both web servers, the first one first, and knows nothing else. */
const nameServer = `
const dns = require("node:dns").promises;
const server = require("node:dgram").createSocket("udp4");
server.on("message", async (question, from) => {
  let at = 12;
  const labels = [];
  for (; question[at]; at += question[at] + 1) labels.push(question.toString("latin1", at + 1, at + 1 + question[at]));
  const known = labels.join(".") === "shop.test" && question.readUInt16BE(at + 1) === 1;
  const names = known ? ["web-1", "web-2"] : [];
  const found = await Promise.all(names.map((name) => addresses.get(name)));
  const records = found.map((address) =>
    Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split(".").map(Number)]));
  const head = Buffer.from(question.subarray(0, at + 5));
  head.writeUInt16BE(known ? 0x8580 : 0x8583, 2);
  head.writeUInt16BE(records.length, 6);
  head.writeUInt32BE(0, 8);
  server.send(Buffer.concat([head, ...records]), from.port, from.address);
});
// looked up once: a stopped server keeps its record, as in a zone file
const addresses = new Map();
Promise.all(["web-1", "web-2"].map(async (name) => addresses.set(name, (await dns.lookup(name)).address)))
  .then(() => server.bind(53));
`;

const webServer = `
require("node:http")
  .createServer((_request, response) => response.setHeader("x-served-by", process.env.NAME).end("hello"))
  .listen(80);
`;

const compose = (image: string) => `
x-stagecraft: {entry: {service: web-1, port: 80, host: "\${STAGECRAFT_SHOP:-shop.invalid}"}}
x-web: &web
  image: ${image}
  command: [node, /srv/web.cjs]
  volumes: ["./web.cjs:/srv/web.cjs:ro"]
  networks: [internet]
  ports: ["127.0.0.1::80"]
  init: true
services:
  web-1: {<<: *web, environment: {NAME: web-1}}
  web-2: {<<: *web, environment: {NAME: web-2}}
  names:
    image: ${image}
    command: [node, /srv/names.cjs]
    volumes: ["./names.cjs:/srv/names.cjs:ro"]
    networks: [internet]
    depends_on: [web-1, web-2]
    init: true
networks: {internet: {}}
`;

const never = new AbortController().signal;
const run = `clients${process.pid}`;
let folder: string;
let stages: StagePort;
let load: LoadPort;
let stage: RunningStage;
let docker: (...args: string[]) => string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-clients-"));
  const { ref: image } = await openContract("node");
  const { docker: engine, access } = await openRunningSession({ env: process.env });
  docker = await dockerCli();
  for (const [name, text] of Object.entries({
    "compose.yaml": compose(image),
    "names.cjs": nameServer,
    "web.cjs": webServer,
  })) {
    writeFileSync(join(folder, name), text);
  }
  mkdirSync(join(folder, "run"));
  const owned = { run, lab: "none", home: root };
  stages = createStagePort({
    ...owned,
    docker: engine,
    access,
    runDir: join(folder, "run"),
    variables: { STAGECRAFT_SHOP: "shop.test" },
    toolsImage: undefined,
    speed: 1,
    cgroupDriver: "cgroupfs",
    accept: () => {},
    say: () => {},
    onProcess: async () => async () => {},
    onQuota: () => {},
  });
  load = createLoadPort(engine, { ...owned, image, workerFile: workerFile(root) });
  const planned: PlannedStage = {
    alias: "shop",
    stage: "shop",
    files: [join(folder, "compose.yaml")],
    entry: { service: "web-1", port: 80, host: `\${STAGECRAFT_SHOP:-shop.invalid}` },
    client: { network: "internet", cpus: 0.5, dns: "names" },
    servers: [],
    images: [],
  };
  stage = (await stages.up(planned, 60_000, never)).running;
}, 180_000);
afterAll(async () => {
  await stages?.down("shop");
  if (folder) rmSync(folder, { recursive: true, force: true });
}, 60_000);

const get = (more: Partial<Extract<PlannedLoad, { kind: "open" }>>): PlannedLoad => ({
  kind: "open",
  name: "get",
  ratePerS: 40,
  arrivals: "constant",
  mix: [{ journey: "visit", weight: 1, steps: [{ kind: "get", path: "/" }] }],
  ...more,
});

/** Good answers by server and failures by outcome, of a load that goes on until some requests have ended. */
async function loaded(planned: PlannedLoad): Promise<Record<string, number>> {
  const rows: WindowRow[] = [];
  const onRecord = (record: LoadRecord) => {
    if (record.kind === "window") rows.push(...record.phases.flatMap((phase) => phase.rows));
  };
  const options = { seed: "s", idPrefix: "x-", maxMs: 30_000, onRecord, signal: never };
  const running = await load.start(stage, planned, options);
  const count = () => rows.reduce((sum, row) => sum + row.count, 0);
  await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(20);
  await running.stop();
  await running.ended;
  const counts: Record<string, number> = {};
  for (const { outcome, server, count: one } of rows) {
    const key = outcome === "ok" ? server : outcome;
    counts[key] = (counts[key] ?? 0) + one;
  }
  return counts;
}

describe("clients of a stage with a name server of its own", { timeout: 60_000 }, () => {
  test("connect to the stage's own name for its entry", () => {
    expect(stage.inside).toEqual({ host: "shop.test", port: 80, service: "web-1" });
    expect(stage.clientDns).toBe("names");
  });

  test("take the addresses in turn, or the first one, as they are told", async () => {
    expect(Object.keys(await loaded(get({ keepAlive: false }))).sort()).toEqual(["web-1", "web-2"]);
    expect(Object.keys(await loaded(get({ addresses: "first", keepAlive: false })))).toEqual(["web-1"]);
  });

  test("ask nobody else: the engine's own names are not known to them", async () => {
    const { inside } = stage;
    stage.inside = { host: "web-2", port: 80 };
    await expect(loaded(get({})).finally(() => (stage.inside = inside))).rejects.toThrow(
      "web-2 has no address",
    );
  });

  test("that try one address are lost with it; those that try all are not", async () => {
    docker("stop", "--time", "1", `${projectName(run, "shop")}-web-1-1`);
    const first = await loaded(get({ addresses: "first", keepAlive: false }));
    expect(Object.keys(first)).not.toContain("web-2");
    expect(Object.keys(first)).not.toContain("web-1");
    const all = await loaded(get({ addresses: "all", connections: "per-user", keepAlive: false }));
    expect(Object.keys(all)).toEqual(["web-2"]);
  });
});
