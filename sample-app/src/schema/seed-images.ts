import type { Uploads } from "../store/uploads.ts";
import { noisyPng } from "./png.ts";
import { createRandom } from "./random.ts";

/** How many images to make up, how large, and from which seed. */
export interface ImagePlan {
  seed: number;
  count: number;
  /** In bytes; the first image has the first size, and after the last size comes the first again. */
  sizes: readonly number[];
}

// tables draw from streams 0 to 3
const firstStream = 1000;

/** The name of seed image `n` (from 1): seed-1.png and so on. */
export function seedImageName(n: number): string {
  return `seed-${n}.png`;
}

/** Seed image `n`: the same plan gives the same bytes. */
export function seedImage(plan: ImagePlan, n: number): Buffer {
  const random = createRandom(plan.seed, firstStream + n);
  return noisyPng(plan.sizes[(n - 1) % plan.sizes.length]!, (pixels) => {
    const whole = pixels.length - (pixels.length % 4);
    for (let at = 0; at < whole; at += 4) pixels.writeUInt32LE(Math.floor(random() * 0x1_0000_0000), at);
  });
}

/** Puts the seed images that are missing; what stands under their names stays. Returns how many it put. */
export async function seedImages(uploads: Uploads, plan: ImagePlan): Promise<number> {
  let put = 0;
  for (let n = 1; n <= plan.count; n++) {
    const name = seedImageName(n);
    if (await uploads.has(name)) continue;
    await uploads.put(name, seedImage(plan, n));
    put++;
  }
  return put;
}
