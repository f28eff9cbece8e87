const signature = Buffer.from("89504e470d0a1a0a", "hex");
const longestStored = 0xffff;
/** Grey pixels in a row; each row begins with a byte that names its filter. */
const width = 128;

const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb8_8320 ^ (c >>> 1) : c >>> 1;
  return c;
});

function crc32(bytes: Buffer): number {
  let c = 0xffff_ffff;
  for (const byte of bytes) c = crcTable[(c ^ byte) & 0xff]! ^ (c >>> 8);
  return ~c >>> 0;
}

function adler32(bytes: Buffer): number {
  let a = 1;
  let b = 0;
  for (const byte of bytes) {
    a = (a + byte) % 65521;
    b = (b + a) % 65521;
  }
  return ((b << 16) | a) >>> 0;
}

function chunk(type: string, data: Buffer): Buffer {
  const whole = Buffer.alloc(data.length + 12);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, "latin1");
  data.copy(whole, 8);
  whole.writeUInt32BE(crc32(whole.subarray(4, -4)), data.length + 8);
  return whole;
}

/** A zlib stream that stores: made by hand, because another zlib may cut its blocks in another way. */
function stored(bytes: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x78, 0x01])];
  for (let at = 0; at < bytes.length; at += longestStored) {
    const block = bytes.subarray(at, at + longestStored);
    const head = Buffer.alloc(5);
    head.writeUInt8(at + longestStored >= bytes.length ? 1 : 0, 0);
    head.writeUInt16LE(block.length, 1);
    head.writeUInt16LE(~block.length & 0xffff, 3);
    parts.push(head, block);
  }
  const check = Buffer.alloc(4);
  check.writeUInt32BE(adler32(bytes));
  return Buffer.concat([...parts, check]);
}

/**
 * A grey picture as a PNG file of exactly `size` bytes, on every machine the same.
 * @param size 256 bytes at least
 * @param noise fills the pixels
 */
export function noisyPng(size: number, noise: (pixels: Buffer) => void): Buffer {
  // a chunk that viewers skip takes up what does not make a whole row: 12 bytes of its own and less than a row
  const fixed = signature.length + 25 + 12 + 6 + 12 + 12;
  const room = size - fixed;
  const blocks = Math.ceil(room / longestStored);
  const rows = Math.floor((room - 5 * blocks) / (width + 1));
  const pixels = Buffer.alloc(rows * (width + 1));
  noise(pixels);
  for (let row = 0; row < rows; row++) pixels[row * (width + 1)] = 0;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(rows, 4);
  header.writeUInt8(8, 8);
  const data = stored(pixels);
  const padding = Buffer.alloc(size - (fixed - 6) - data.length);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("paDd", padding),
    chunk("IDAT", data),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
