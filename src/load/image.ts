import { createRandom } from "../model/seed.ts";

/** Content type of an image by its path's ending; nothing for what cannot be generated. */
export function imageType(path: string): "image/png" | "image/gif" | undefined {
  if (path.endsWith(".png")) return "image/png";
  return path.endsWith(".gif") ? "image/gif" : undefined;
}

/** An image of one pixel that is blown up to so many bytes by noise which viewers skip. */
export function makeImage(path: string, bytes: number): Buffer {
  return imageType(path) === "image/gif" ? gif(bytes) : png(bytes);
}

function noise(bytes: number): Buffer {
  const random = createRandom("image");
  return Buffer.from(Array.from({ length: bytes }, () => random.int(256)));
}

const crcTable = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

function crc32(data: Buffer): number {
  let value = 0xffffffff;
  for (const byte of data) value = (value >>> 8) ^ crcTable[(value ^ byte) & 0xff]!;
  return (value ^ 0xffffffff) >>> 0;
}

const chunkFrame = 12;

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const whole = Buffer.alloc(data.length + chunkFrame);
  whole.writeUInt32BE(data.length, 0);
  named.copy(whole, 4);
  whole.writeUInt32BE(crc32(named), whole.length - 4);
  return whole;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
// one pixel, 8 bits of grey
const header = chunk("IHDR", Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
// its row, "no filter" and black, in one stored zlib block
const pixel = chunk("IDAT", Buffer.from([0x78, 0x01, 1, 2, 0, 0xfd, 0xff, 0, 0, 0, 2, 0, 1]));
const end = chunk("IEND", Buffer.alloc(0));

function png(bytes: number): Buffer {
  const fixed = pngSignature.length + header.length + pixel.length + end.length + chunkFrame;
  // small letters: ancillary, private, not safe to copy
  const filling = chunk("nsIz", noise(Math.max(0, bytes - fixed)));
  return Buffer.concat([pngSignature, header, filling, pixel, end]);
}

// screen of one pixel with a table of two colours
const gifHead = Buffer.concat([
  Buffer.from("GIF89a", "latin1"),
  Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255]),
]);
const gifPixel = Buffer.from([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0, 0x3b]);
const commentFrame = 3;
const longestBlock = 255;

function gif(bytes: number): Buffer {
  let left = Math.max(0, bytes - gifHead.length - gifPixel.length - commentFrame);
  const blocks: Buffer[] = [];
  while (left > 1) {
    // a block costs its length byte, too, and what is left must not be one byte
    let size = Math.min(longestBlock, left - 1);
    if (left - size - 1 === 1) size--;
    blocks.push(Buffer.from([size]), noise(size));
    left -= size + 1;
  }
  return Buffer.concat([gifHead, Buffer.from([0x21, 0xfe]), ...blocks, Buffer.from([0]), gifPixel]);
}
