/** A seeded stream of numbers: the same seed gives the same stream on every machine. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Uniform whole number in [0, limit). */
  int(limit: number): number;
  /** Exponentially distributed with the given mean (same unit): the gaps of a Poisson process. */
  exponential(mean: number): number;
}

/** Four 32-bit words from text: one FNV-1a pass per word from different starting points, then a mixing step. */
function hashWords(text: string): [number, number, number, number] {
  const word = (start: number): number => {
    let hash = start >>> 0;
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    return (hash ^ (hash >>> 16)) >>> 0;
  };
  return [word(0x811c9dc5), word(0x9e3779b9), word(0x7f4a7c15), word(0x2545f491)];
}

/**
 * A generator (sfc32) for one purpose. Give each purpose its own labels, so that drawing more
 * numbers for one (users, say) never shifts another (arrivals).
 */
export function createRandom(seed: string, ...labels: (string | number)[]): Random {
  let [a, b, c, counter] = hashWords([seed, ...labels].join("\u0000"));
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round++) word(); // similar seeds drift apart in the first rounds
  const next = (): number => ((word() >>> 5) * 67108864 + (word() >>> 6)) / 9007199254740992;
  return {
    next,
    int: (limit) => Math.floor(next() * limit),
    exponential: (mean) => -Math.log(1 - next()) * mean,
  };
}
