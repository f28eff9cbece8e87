import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import type { Uploads } from "../store/uploads.ts";
import { type ImagePlan, seedImage, seedImages } from "./seed-images.ts";

const plan: ImagePlan = { seed: 1, count: 5, sizes: [256, 4096, 200_000] };

/** The chunks of a PNG file by their type. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += length + 12;
  }
  return chunks;
}

test("sizes take turns and are kept to the byte", () => {
  expect([1, 2, 3, 4, 5].map((n) => seedImage(plan, n).length)).toEqual([256, 4096, 200_000, 256, 4096]);
  for (let size = 256; size < 700; size++)
    expect(seedImage({ ...plan, sizes: [size] }, 1)).toHaveLength(size);
});

test("the same plan gives the same bytes on any machine; another number or seed gives others", () => {
  const image = seedImage(plan, 3);
  expect(createHash("sha256").update(image).digest("hex")).toBe(
    "7291fcc8f44b8ab8abe7cc2273619aaa12fb0c66302089120ee1f0ccaad09288",
  );
  expect(seedImage({ ...plan, sizes: [4096] }, 1).equals(seedImage({ ...plan, sizes: [4096] }, 2))).toBe(
    false,
  );
  expect(seedImage({ ...plan, seed: 2 }, 3).equals(image)).toBe(false);
});

test.each([1, 2, 3])("image %d is a PNG whose pixels can be unpacked", (n) => {
  const chunks = chunksOf(seedImage(plan, n));
  const header = chunks.get("IHDR")!;
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  // zlib checks the sum at the end by itself
  expect(inflateSync(chunks.get("IDAT")!)).toHaveLength((width + 1) * height);
  expect(chunks.has("IEND")).toBe(true);
});

test("only what is missing is put", async () => {
  const kept = new Map<string, Buffer>([["seed-2.png", Buffer.from("a user's own")]]);
  const uploads: Uploads = {
    async put(name, bytes) {
      kept.set(name, bytes);
      return "added";
    },
    get: async (name) => kept.get(name),
    has: async (name) => kept.has(name),
  };
  expect(await seedImages(uploads, plan)).toBe(4);
  expect([...kept.keys()].sort()).toEqual([1, 2, 3, 4, 5].map((n) => `seed-${n}.png`));
  expect(kept.get("seed-2.png")!.toString()).toBe("a user's own");
  expect(await seedImages(uploads, plan)).toBe(0);
});
