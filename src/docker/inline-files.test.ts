import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { LabError } from "../model/errors.ts";
import { withFilesInside } from "./inline-files.ts";

function fileWith(text: string | Buffer, mode: number): string {
  const file = join(mkdtempSync(join(tmpdir(), "inline-")), "file");
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}

const stage = (configs: Record<string, object>) => ({
  name: "stage",
  services: {
    app: {
      configs: Object.keys(configs).map((source) => ({ source, target: `/${source}` })),
    },
    bare: {},
  },
  configs,
});

test("a file becomes text that compose leaves as it is, and keeps whether it runs, whatever the umask was", async () => {
  const { services, configs } = await withFilesInside(
    stage({
      script: { name: "s_script", file: fileWith('#!/bin/sh\necho "$1" $$\n', 0o700) },
      text: { name: "s_text", file: fileWith("한글\n", 0o600) },
      own: { name: "s_own", content: "as it was $$" },
    }),
  );
  expect(configs).toEqual({
    script: { name: "s_script", content: '#!/bin/sh\necho "$$1" $$$$\n' },
    text: { name: "s_text", content: "한글\n" },
    own: { name: "s_own", content: "as it was $$" },
  });
  expect(services.app!.configs).toEqual([
    { source: "script", target: "/script", mode: 0o555 },
    { source: "text", target: "/text", mode: 0o444 },
    { source: "own", target: "/own", mode: 0o444 },
  ]);
});

test("a mode that the author gave stays", async () => {
  const compose = stage({ script: { file: fileWith("x", 0o700) } });
  Object.assign(compose.services.app.configs[0]!, { mode: 0o500 });
  expect((await withFilesInside(compose)).services.app!.configs).toEqual([
    { source: "script", target: "/script", mode: 0o500 },
  ]);
});

test("a file that is gone, or is no text, is named", async () => {
  await expect(withFilesInside(stage({ a: { file: "/nowhere/a" } }))).rejects.toThrow(
    /config a, \/nowhere\/a/,
  );
  const binary = stage({ b: { file: fileWith(Buffer.from([0xff, 0xfe, 0x00]), 0o644) } });
  await expect(withFilesInside(binary)).rejects.toThrow(LabError);
});

test("a stage without configs stays as it is", async () => {
  const bare = { name: "stage", services: { app: { image: "x" } } };
  expect(await withFilesInside(bare)).toEqual(bare);
});
