import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { imageType, makeImage } from "./image.ts";

/** The chunks of a PNG by their types, each checked as far as its frame goes. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += length + 12;
    expect(at).toBeLessThanOrEqual(png.length);
  }
  return chunks;
}

describe("a generated image", () => {
  it.each([100, 101, 356, 357, 20 * 1024])("has exactly %i bytes", (bytes) => {
    expect(makeImage("/a.png", bytes)).toHaveLength(bytes);
    expect(makeImage("/a.gif", bytes)).toHaveLength(bytes);
  });

  it("is a PNG of one pixel, with noise that viewers skip", () => {
    const chunks = chunksOf(makeImage("/uploads/x.png", 2000));
    expect([...chunks.keys()]).toEqual(["IHDR", "nsIz", "IDAT", "IEND"]);
    expect(inflateSync(chunks.get("IDAT")!)).toEqual(Buffer.from([0, 0]));
    // the checksum that every PNG ends with
    expect(makeImage("/x.png", 2000).subarray(-4).toString("hex")).toBe("ae426082");
  });

  it("is a GIF by its path's ending", () => {
    const gif = makeImage("/uploads/x.gif", 1000);
    expect(gif.toString("latin1", 0, 6)).toBe("GIF89a");
    expect(gif.at(-1)).toBe(0x3b);
    expect([imageType("/x.gif"), imageType("/x.png"), imageType("/x.svg")]).toEqual([
      "image/gif",
      "image/png",
      undefined,
    ]);
  });

  it("is the same each time", () => {
    expect(makeImage("/a.png", 500)).toEqual(makeImage("/b.png", 500));
  });
});
