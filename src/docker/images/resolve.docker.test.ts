import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { LabError } from "../../model/errors.ts";
import { connect } from "../access.ts";
import { ensureEngine } from "../engine/find.ts";
import { loadSpecs } from "./load-specs.ts";
import { look } from "./look.ts";
import { obtainAll, type ResolverOptions } from "./resolve.ts";
import { homeReference, type ImageSpec } from "./spec.ts";
import { startFakeRegistry } from "./testing/fake-registry.ts";

const root = dirname(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));

describe("images on a real engine", () => {
  const name = `contract-${randomBytes(3).toString("hex")}`;
  const folder = mkdtempSync(join(tmpdir(), "stagecraft-images-"));
  const made = new Set<string>();
  let common: ResolverOptions;

  beforeAll(async () => {
    const engine = await ensureEngine({ env: process.env, say: () => {}, confirm: async () => true });
    const signal = new AbortController().signal;
    common = {
      docker: connect(engine),
      engine,
      specs: loadSpecs(root),
      env: process.env,
      say: () => {},
      signal,
    };
    await obtainAll(common, ["base"]);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    for (const ref of [...made, `stagecraft/${name}:1`])
      await common.docker
        .getImage(ref)
        .remove()
        .catch(() => {});
  });

  function options(run: string, more: Partial<ImageSpec> = {}, say: string[] = []): ResolverOptions {
    writeFileSync(join(folder, "Dockerfile"), `ARG BASE_IMAGE\nFROM \${BASE_IMAGE}\nRUN ${run}\n`);
    const spec: ImageSpec = {
      name,
      variable: "STAGECRAFT_CONTRACT",
      tag: "1",
      context: folder,
      contexts: {},
      from: { image: "base", arg: "BASE_IMAGE" },
      versions: [{ command: ["cat", "/version"], expect: /^v(\d+)$/m }],
      downloadMiB: 0,
      diskMiB: 0,
      ...more,
    };
    return { ...common, specs: new Map([...common.specs, [name, spec]]), say: (line) => say.push(line) };
  }

  async function failure(work: Promise<unknown>): Promise<LabError> {
    const thrown = await work.then(
      () => undefined,
      (error: unknown) => error,
    );
    if (thrown instanceof LabError) return thrown;
    throw new Error(`expected a LabError, got ${String(thrown)}`);
  }

  it("builds once for two that ask at the same time, and not again while nothing changes", async () => {
    const said: string[] = [];
    const ask = async () => (await obtainAll(options("echo v7 >/version", {}, said), [name]))[0]!;
    const both = await Promise.all([ask(), ask()]);
    for (const { record } of both) made.add(record.ref);
    expect(both.map(({ record }) => record.origin).sort()).toEqual(["built", "present"]);
    expect(both.map(({ record }) => record.version)).toEqual(["7", "7"]);
    expect(both[0]!.record.ref).toBe(both[1]!.record.ref);
    expect(said.filter((line) => line.includes("another process is building it"))).toHaveLength(1);
    expect((await ask()).record.origin).toBe("present");
    expect((await look(common.docker, `stagecraft/${name}:1`))?.id).toBe(both[0]!.record.id);
  });

  it("builds again when the Dockerfile changes, under another reference", async () => {
    const [changed] = await obtainAll(options("echo v8 >/version"), [name]);
    made.add(changed!.record.ref);
    expect(changed!.record).toMatchObject({ origin: "built", version: "8" });
    expect(made.size).toBe(2);
  });

  it("shows the end of a failed build and where the whole log is", async () => {
    const error = await failure(obtainAll(options("echo the last words && false"), [name]));
    expect(error.code).toBe("image");
    const [problem] = error.problems;
    expect(problem?.what).toContain("the last words");
    const log = /the whole log: (\S+)/.exec(problem?.next ?? "")?.[1] ?? "";
    expect(existsSync(log)).toBe(true);
    rmSync(dirname(log), { recursive: true });
  });

  it("does not name an image that holds the wrong version", async () => {
    const wrong = options("echo v9 >/version", {
      versions: [{ command: ["cat", "/version"], expect: /^v(10)$/m }],
    });
    const error = await failure(obtainAll(wrong, [name]));
    expect(error.problems[0]?.what).toMatch(/"cat \/version" said "v9", expected/);
    const left = await common.docker.listImages({
      filters: { reference: [`stagecraft/${name}`, "stagecraft/building"] },
    });
    expect(
      left
        .flatMap((image) => image.RepoTags ?? [])
        .filter((tag) => tag.includes(name))
        .sort(),
    ).toEqual([...made, `stagecraft/${name}:1`].sort());
  });

  it("says what was tried for an override that cannot be had, and uses nothing else", async () => {
    const asked = { ...options("true"), env: { STAGECRAFT_CONTRACT: "127.0.0.1:9/nothing:1" } };
    const error = await failure(obtainAll(asked, [name]));
    expect(error.message).toBe(`the image ${name} cannot be had`);
    expect(error.problems).toEqual([
      {
        what: expect.stringMatching(/^pull 127\.0\.0\.1:9\/nothing:1: the registry .* \(ECONNREFUSED\)$/),
        next: expect.stringContaining("network"),
      },
    ]);
    expect(error.next).toContain("STAGECRAFT_CONTRACT=");
  });

  it("says in one line why a registry gives nothing, and builds instead", async () => {
    const registry = await startFakeRegistry("rate-limited", { architecture: "any", label: name });
    try {
      const said: string[] = [];
      const asked = options("echo v11 >/version", { official: registry.reference }, said);
      const [image] = await obtainAll(asked, [name]);
      made.add(image!.record.ref);
      expect(image!.record.ref).toMatch(/^stagecraft\//);
      expect(said.filter((line) => line.includes("here instead"))).toEqual([
        expect.stringMatching(
          /: pull \S+: \S+ limits .* for up to 90 minutes more; building it here instead$/,
        ),
      ]);
      const wide = await failure(
        obtainAll({ ...asked, env: { STAGECRAFT_CONTRACT: registry.reference } }, [name]),
      );
      expect(wide.problems).toEqual([
        {
          what: expect.stringContaining("limits how much may be pulled from here"),
          next: expect.stringMatching(/^wait 90 minutes, or log in/),
        },
      ]);
    } finally {
      await registry.close();
    }
  });

  it("stops a build when aborted", async () => {
    const abort = new AbortController();
    const said: string[] = [];
    const slow = options("sleep 1000", {}, said);
    const say = (line: string) => {
      if (line.includes("sleep 1000")) abort.abort(new LabError("interrupted", "enough"));
    };
    const startedAt = Date.now();
    const error = await failure(obtainAll({ ...slow, say, signal: abort.signal }, [name]));
    expect(error.code).toBe("interrupted");
    expect(Date.now() - startedAt).toBeLessThan(60_000);
    expect(() => execFileSync("pgrep", ["-f", `stagecraft/building:${name}`])).toThrow();
  });

  it("names the images there are for one that is unknown", async () => {
    const error = await failure(obtainAll(common, ["mysq"]));
    expect([error.code, error.next]).toEqual(["usage", `images: ${[...common.specs.keys()].join(", ")}`]);
    expect(homeReference(common.specs.get("mysql")!, "0123456789abcdef")).toBe(
      "stagecraft/mysql:9.7-0123456789ab",
    );
  });
});
