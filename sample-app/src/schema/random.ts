/** A reproducible source of numbers in [0, 1). */
export type Random = () => number;

/**
 * SplitMix32: 32-bit integer arithmetic only, so every machine and Node version gives the same numbers.
 * @param seed with `stream`, names the sequence: tables draw from streams of their own, so that one table's size does not change another's rows
 */
export function createRandom(seed: number, stream: number): Random {
  let state = Math.imul(seed ^ Math.imul(stream, 0x85eb_ca6b), 0xc2b2_ae35) >>> 0;
  return () => {
    state = (state + 0x9e37_79b9) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 16), 0x21f0_aaad);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a_2d97);
    return ((mixed ^ (mixed >>> 15)) >>> 0) / 0x1_0000_0000;
  };
}

/** A whole number from 0 up to, not including, `end`. */
export function below(random: Random, end: number): number {
  return Math.floor(random() * end);
}
