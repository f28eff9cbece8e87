import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { StreamedBody } from "../http/reply.ts";
import { createFileUploads } from "./upload-files.ts";
import { NoSpace, type Uploads } from "./uploads.ts";

async function bytesOf(uploads: Uploads, name: string): Promise<Buffer> {
  const body = (await uploads.get(name)) as StreamedBody;
  const bytes = await buffer(body.stream);
  expect(body.bytes).toBe(bytes.length);
  return bytes;
}

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "commons-uploads-"));
});
afterEach(() => rm(folder, { recursive: true }));

test("what was put is found, by another store on the same folder too, and nothing else is there", async () => {
  const below = join(folder, "made", "when-needed");
  const uploads = createFileUploads(below);
  expect(await uploads.get("cat.png")).toBeUndefined();
  expect(await uploads.put("cat.png", Buffer.from("one"))).toBe("added");
  expect(await uploads.put("cat.png", Buffer.from("two"))).toBe("replaced");
  expect((await bytesOf(createFileUploads(below), "cat.png")).toString()).toBe("two");
  expect(await uploads.has("cat.png")).toBe(true);
  expect(await uploads.has("dog.png")).toBe(false);
  expect(await createFileUploads(folder).get("cat.png")).toBeUndefined();
  expect(await readdir(below)).toEqual(["cat.png"]);
});

test("who has begun to read goes on with the version he began with", async () => {
  const uploads = createFileUploads(folder);
  await uploads.put("cat.png", Buffer.from("first"));
  const begun = (await uploads.get("cat.png")) as StreamedBody;
  await uploads.put("cat.png", Buffer.from("second version"));
  expect((await buffer(begun.stream)).toString()).toBe("first");
});

test("writers of one name at once leave one whole image", async () => {
  const uploads = createFileUploads(folder);
  const images = ["a", "b", "c", "d"].map((letter) => Buffer.from(letter.repeat(100_000)));
  await Promise.all(images.map((image) => uploads.put("cat.png", image)));
  const kept = await bytesOf(uploads, "cat.png");
  expect(images.some((image) => image.equals(kept))).toBe(true);
  expect(await readdir(folder)).toEqual(["cat.png"]);
});

test("a write that fails leaves nothing, and is no want of space when it is none", async () => {
  await mkdir(join(folder, "cat.png"));
  const failed = createFileUploads(folder).put("cat.png", Buffer.from("x"));
  await expect(failed).rejects.not.toBeInstanceOf(NoSpace);
  expect(await readdir(folder)).toEqual(["cat.png"]);
});
