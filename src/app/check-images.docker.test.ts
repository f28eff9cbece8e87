import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { connect, type DockerClient } from "../docker/access.ts";
import { ensureEngine } from "../docker/engine/find.ts";
import type { EngineHandle } from "../docker/engine/handle.ts";
import { type FakeRegistry, startFakeRegistry } from "../docker/images/testing/fake-registry.ts";
import { LabError } from "../model/errors.ts";
import { checkImages, checkImagesExitCode } from "./check-images.ts";

const project = dirname(dirname(import.meta.dirname));
const config = `export default { test: { projects: [
  { test: { name: "docker", include: ["src/**/*.docker.test.ts"] } },
] } };\n`;
const suite = (body: string) => `import { expect, it, describe } from "vitest";
describe("web keeps the contract", () => {
  it("is asked about the image", () => expect(process.env.STAGECRAFT_WEB).toBe(REFERENCE));
  ${body}
});\n`;

let docker: DockerClient;
let engine: EngineHandle;
let root: string;
let good: FakeRegistry;
let limited: FakeRegistry;

/** A checkout of its own: two official images, of registries that behave and do not, and what runs suites. */
beforeAll(async () => {
  engine = await ensureEngine({ env: process.env, say: () => {}, confirm: async () => true });
  docker = connect(engine);
  const { Arch: architecture } = await docker.version();
  good = await startFakeRegistry("ok", { architecture, label: "check-images", layerBytes: 1000 });
  limited = await startFakeRegistry("rate-limited", { architecture, label: "check-images" });
  root = mkdtempSync(join(tmpdir(), "stagecraft-check-images-"));
  symlinkSync(join(project, "node_modules"), join(root, "node_modules"));
  mkdirSync(join(root, "src/docker/images"), { recursive: true });
  mkdirSync(join(root, "compose/images/any"), { recursive: true });
  writeFileSync(join(root, "package.json"), '{ "type": "module" }\n');
  writeFileSync(join(root, "vitest.config.js"), config);
  writeFileSync(join(root, "compose/images/any/Dockerfile"), "FROM scratch\n");
  const image = (name: string, official: string) => `  ${name}:
    official: ${official}
    variable: STAGECRAFT_${name.toUpperCase()}
    tag: "1"
    context: compose/images/any
    versions: [{command: [x], expect: x}]
    downloadMiB: 1
    diskMiB: 1\n`;
  const images = image("web", good.reference) + image("db", limited.reference);
  writeFileSync(join(root, "compose/images/images.yaml"), `images:\n${images}`);
  for (const name of ["web", "db"]) writeSuite(name);
});
afterAll(async () => {
  if (root) rmSync(root, { recursive: true, force: true });
  await removeImage();
  await good?.close();
  await limited?.close();
});
beforeEach(() => removeImage());

const removeImage = () =>
  docker
    .getImage(good.reference)
    .remove({ force: true })
    .catch(() => {});
const writeSuite = (name: string, body = "") =>
  writeFileSync(
    join(root, `src/docker/images/${name}.docker.test.ts`),
    suite(body).replace("REFERENCE", JSON.stringify(good.reference)),
  );

async function check(names: string[], official: boolean, signal = new AbortController().signal) {
  const said: string[] = [];
  const context = { root, engine, env: process.env, say: (line: string) => void said.push(line), signal };
  const checked = await checkImages(context, { names, official });
  return { checked, said, code: checkImagesExitCode(checked) };
}

it("fetches nothing unless it is told to: then there is nothing to check", async () => {
  const { checked, code } = await check([], false);
  expect(checked.map(({ name, why }) => [name, why])).toEqual([
    ["web", "it is not here"],
    ["db", "it is not here"],
  ]);
  expect([code, good.ranges]).toEqual([3, []]);
});

it("pulls the official ones, checks what came, and leaves open what could not be had", async () => {
  const { checked, said, code } = await check([], true);
  expect(checked[0]).toMatchObject({
    ref: good.reference,
    source: "official",
    passed: 1,
    failed: 0,
    why: null,
  });
  expect(checked[1]).toMatchObject({ passed: null, why: expect.stringMatching(/limits how much/) });
  expect(said).toContainEqual(expect.stringMatching(/^web: ✓ is asked about the image/));
  expect(code).toBe(3);
  expect((await check(["web"], true)).code).toBe(0);
});

it("tells which test failed", async () => {
  writeSuite("web", 'it("stops", () => expect(1).toBe(2));');
  const { checked, said, code } = await check(["web"], true);
  expect(checked[0]).toMatchObject({
    passed: 1,
    failed: 1,
    failures: [expect.stringMatching(/^stops: .*expected 1/)],
  });
  expect(said).toContainEqual(expect.stringMatching(/^web: × stops/));
  expect(code).toBe(1);
});

it("stops at once, and leaves no container of the suite", async () => {
  writeSuite(
    "web",
    `it("hangs", async () => {
      const { execFileSync } = await import("node:child_process");
      const words = ["create", "--label", "io.stagecraft.role=" + process.env.STAGECRAFT_CONTRACT_GROUP];
      execFileSync(${JSON.stringify(engine.cli)}, [...words, REFERENCE2, "x"]);
      console.log("made");
      await new Promise(() => {});
    }, 100_000);`.replace("REFERENCE2", JSON.stringify(good.reference)),
  );
  const ours = () => docker.listContainers({ all: true, filters: { ancestor: [good.reference] } });
  const abort = new AbortController();
  const checking = check(["web"], true, abort.signal).catch((thrown: unknown) => thrown);
  const end = Date.now() + 20_000;
  while (Date.now() < end && (await ours().catch(() => [])).length === 0)
    await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await ours()).toHaveLength(1);
  abort.abort(new LabError("interrupted", "enough"));
  expect(await checking).toMatchObject({ code: "interrupted" });
  expect(await ours()).toEqual([]);
});

it("names the images there are for one that is unknown", async () => {
  await expect(check(["webb"], false)).rejects.toMatchObject({ code: "usage", next: "images: web, db" });
});
