import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { LabError } from "../../model/errors.ts";
import { connect } from "../access.ts";
import { ensureEngine } from "../engine/find.ts";
import { look } from "./look.ts";
import { pull } from "./pull.ts";
import type { PullFailure } from "./pull-failure.ts";
import { createPuller } from "./puller.ts";
import { fakeLabel } from "./testing/fake-image.ts";
import { type FakeRegistry, type RegistryMode, startFakeRegistry } from "./testing/fake-registry.ts";

interface Pulled {
  registry: FakeRegistry;
  failure: PullFailure | undefined;
  said: string[];
  seconds: number;
}

describe("pulling from a registry that is not as it should be", () => {
  const label = randomBytes(4).toString("hex");
  let docker: Docker;
  let here: string;
  let other: string;
  let open: FakeRegistry[] = [];

  beforeAll(async () => {
    docker = connect(await ensureEngine({ env: process.env, say: () => {}, confirm: async () => true }));
    here = (await docker.version()).Arch;
    other = here === "arm64" ? "amd64" : "arm64";
  });
  afterEach(async () => {
    for (const registry of open) await registry.close();
    open = [];
    for (const { Id } of await ours()) await docker.getImage(Id).remove({ force: true });
  });

  /** What the engine has of our images, named or not, intermediate ones too. */
  const ours = () => docker.listImages({ all: true, filters: { label: [`${fakeLabel}=${label}`] } });

  interface Disk {
    ids: string;
    layerBytes: number;
  }
  async function disk(): Promise<Disk> {
    const { Images, LayersSize } = (await docker.df()) as { Images: { Id: string }[]; LayersSize: number };
    return {
      ids: Images.map(({ Id }) => Id)
        .sort()
        .join(),
      layerBytes: LayersSize,
    };
  }

  async function start(mode: RegistryMode, architecture = here): Promise<FakeRegistry> {
    const registry = await startFakeRegistry(mode, { architecture, label });
    open.push(registry);
    return registry;
  }

  async function pullFrom(
    registry: FakeRegistry,
    { pinned = false, silenceMs }: { pinned?: boolean; silenceMs?: number } = {},
  ): Promise<Pulled> {
    const said: string[] = [];
    const reference = pinned ? registry.pinned : registry.reference;
    const target = { name: "web", reference, registry: reference.split("/")[0]! };
    const options = { say: (line: string) => said.push(line), signal: new AbortController().signal };
    const began = Date.now();
    const failure = await pull(docker, target, { ...options, ...(silenceMs !== undefined && { silenceMs }) });
    return { registry, failure, said, seconds: (Date.now() - began) / 1000 };
  }

  async function nothingLeft(registry: FakeRegistry, before: Disk): Promise<void> {
    expect(await look(docker, registry.reference)).toBeUndefined();
    expect(await look(docker, registry.pinned)).toBeUndefined();
    expect(await ours()).toEqual([]);
    const after = await disk();
    // another process may have built or removed something meanwhile
    if (after.ids === before.ids) expect(after.layerBytes).toBe(before.layerBytes);
  }

  it("has the image when all is well, and says how much came", async () => {
    const { registry, failure, said } = await pullFrom(await start("ok"));
    expect(failure).toBeUndefined();
    expect((await look(docker, registry.reference))?.labels).toEqual({ [fakeLabel]: label });
    expect(said).toEqual([
      `pulling ${registry.reference}`,
      expect.stringMatching(/: done in [\d.]+ s \(4 of 4 MiB\)$/),
    ]);
    // what is here already is told, and not fetched
    const again = await pullFrom(registry);
    expect([again.failure, registry.ranges]).toEqual([undefined, [undefined]]);
  });

  it("says bytes while a slow one comes", async () => {
    const { failure, said } = await pullFrom(await start("slow"));
    expect(failure).toBeUndefined();
    expect(said[1]).toMatch(/^pulling 127\.0\.0\.1:\d+\/stagecraft-test\/image:1: [1-4] of 4 MiB$/);
  });

  it("takes a cut download up where it was cut", async () => {
    const { registry, failure, said } = await pullFrom(await start("cut-once"));
    expect(failure).toBeUndefined();
    const half = Math.ceil(registry.image.layer.bytes.length / 2);
    expect(registry.ranges).toEqual([undefined, `bytes=${half}-`]);
    expect(said[1]).toMatch(/the connection was cut: the engine goes on where it stopped/);
  });

  it("tries again when the registry hangs up before anything came", async () => {
    const { failure, said } = await pullFrom(await start("hangs-up"));
    expect(failure).toBeUndefined();
    expect(said[1]).toMatch(/: the connection was cut: trying again \(2 of 3\)$/);
  });

  it("asks a registry that limits us once, however many images there are", async () => {
    const { reference } = await start("rate-limited");
    const said: string[] = [];
    const pullOne = createPuller(docker, {
      say: (line) => said.push(line),
      signal: new AbortController().signal,
    });
    const both = [await pullOne(reference, "web"), await pullOne(reference, "db")];
    expect(both.map((failure) => failure?.kind)).toEqual(["rate-limit", "rate-limit"]);
    expect(both[1]?.next).toMatch(/^wait 90 minutes.*images build db$/);
    expect(said).toEqual([`web: pulling ${reference}`]);
  });

  it.each<[RegistryMode, PullFailure["kind"], RegExp]>([
    ["rate-limited", "rate-limit", /limits how much may be pulled from here, for up to 90 minutes more$/],
    [
      "unauthorized",
      "unauthorized",
      /wants to know who you are, or has no such image \(Head "http:[^"]*": no basic auth credentials\)$/,
    ],
    ["missing", "not-found", /^127\.0\.0\.1:\d+ has no 127\.0\.0\.1:\d+\/stagecraft-test\/image:1$/],
    ["broken", "registry", /is in trouble \(received unexpected HTTP status: 503 Service Unavailable\)$/],
    ["wrong-layer", "digest", /sent other bytes than it had promised; nothing was kept \(.*sha256:/],
    ["wrong-manifest", "digest", /sent other bytes than it had promised/],
    ["only-in-index", "platform", /is not made for this engine; nothing was kept \(no matching manifest/],
  ])("%s: one line within seconds, and nothing is left", async (mode, kind, what) => {
    const before = await disk();
    const registry = await start(mode, mode === "only-in-index" ? other : here);
    const { failure, said, seconds } = await pullFrom(registry, { pinned: mode === "wrong-manifest" });
    expect(failure).toMatchObject({ kind, what: expect.stringMatching(what) });
    expect(failure?.what).not.toMatch(/\n|HTTP code/);
    expect(said).toHaveLength(1);
    expect(seconds).toBeLessThan(10);
    await nothingLeft(registry, before);
  });

  it("takes an image for another platform away again, and gives the name back to the one that had it", async () => {
    const before = await disk();
    const registry = await start("ok", other);
    const first = await pullFrom(registry);
    expect(first.failure).toMatchObject({
      kind: "platform",
      what: expect.stringContaining(`it is for linux/${other}, the engine is linux/${here}`),
    });
    await nothingLeft(registry, before);

    const good = await start("ok");
    await pullFrom(good);
    await docker.getImage(good.reference).tag({ repo: registry.reference.replace(/:1$/, ""), tag: "1" });
    const kept = await look(docker, registry.reference);
    expect((await pullFrom(registry)).failure?.kind).toBe("platform");
    expect((await look(docker, registry.reference))?.id).toBe(kept?.id);
    expect(await ours()).toHaveLength(1);
  });

  it.each<[RegistryMode, PullFailure["kind"], RegExp]>([
    ["mute", "silence", /is silent \(nothing came for 7 s\)$/],
    ["stalled", "silence", /is silent \(nothing came for 7 s\)$/],
    ["cut-always", "cut", /was cut again and again \(nothing came for 7 s\)$/],
  ])("%s: given up, and nothing is left", async (mode, kind, what) => {
    const before = await disk();
    const { registry, failure, seconds } = await pullFrom(await start(mode), { silenceMs: 7000 });
    expect(failure).toMatchObject({ kind, what: expect.stringMatching(what) });
    expect(seconds).toBeLessThan(20);
    await settled(before);
    await nothingLeft(registry, before);
  });

  it("gives up one that takes the connection and never answers within 30 s", async () => {
    const before = await disk();
    const { registry, failure, seconds } = await pullFrom(await start("silent"));
    expect(failure).toMatchObject({ kind: "silence", what: expect.stringMatching(/is silent \(Get "http/) });
    expect(seconds).toBeLessThan(30);
    await nothingLeft(registry, before);
  });

  it("leaves nothing when it is stopped in mid-layer", async () => {
    const before = await disk();
    const registry = await start("stalled");
    const abort = new AbortController();
    const target = { name: "web", reference: registry.reference, registry: "fake" };
    const pulling = pull(docker, target, { say: () => {}, signal: abort.signal });
    while (registry.ranges.length === 0) await sleep(20);
    abort.abort(new LabError("interrupted", "enough"));
    const began = Date.now();
    await expect(pulling).rejects.toThrow("enough");
    expect(Date.now() - began).toBeLessThan(5000);
    await settled(before);
    await nothingLeft(registry, before);
  });

  /** An order that was cancelled is cleared away by the engine a moment later. */
  async function settled(before: Disk): Promise<void> {
    const end = Date.now() + 5000;
    while ((await disk()).layerBytes !== before.layerBytes && Date.now() < end) await sleep(100);
  }
});
