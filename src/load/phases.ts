/** The phases of a load, cut on the worker's clock: a request belongs where its intended instant lies. */
export interface Phases {
  /** A phase that begins at `atMs`, which is not before the last one's. */
  mark(phase: string, atMs: number): void;
  at(ms: number): string;
}

export function createPhases(first: string): Phases {
  const marks: { phase: string; atMs: number }[] = [{ phase: first, atMs: Number.NEGATIVE_INFINITY }];
  return {
    mark(phase, atMs) {
      marks.push({ phase, atMs });
    },
    at(ms) {
      for (let index = marks.length - 1; index > 0; index--) {
        const mark = marks[index]!;
        if (ms >= mark.atMs) return mark.phase;
      }
      return first;
    },
  };
}
