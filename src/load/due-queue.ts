/** Things due at an instant, earliest first (a binary heap). */
export interface DueQueue<T> {
  push(atMs: number, item: T): void;
  pop(): T | undefined;
  /** When the next one is due; Infinity when there is none. */
  nextMs(): number;
  size(): number;
}

export function createDueQueue<T>(): DueQueue<T> {
  const heap: { atMs: number; item: T }[] = [];
  const swap = (a: number, b: number): void => {
    const kept = heap[a]!;
    heap[a] = heap[b]!;
    heap[b] = kept;
  };
  const before = (a: number, b: number): boolean => heap[a]!.atMs < heap[b]!.atMs;
  return {
    push(atMs, item) {
      heap.push({ atMs, item });
      for (let at = heap.length - 1; at > 0; ) {
        const parent = (at - 1) >> 1;
        if (!before(at, parent)) break;
        swap(at, parent);
        at = parent;
      }
    },
    pop() {
      const first = heap[0];
      const last = heap.pop();
      if (!first || !last) return undefined;
      if (heap.length > 0) {
        heap[0] = last;
        for (let at = 0; ; ) {
          const left = 2 * at + 1;
          const least = left + 1 < heap.length && before(left + 1, left) ? left + 1 : left;
          if (least >= heap.length || !before(least, at)) break;
          swap(at, least);
          at = least;
        }
      }
      return first.item;
    },
    nextMs: () => heap[0]?.atMs ?? Number.POSITIVE_INFINITY,
    size: () => heap.length,
  };
}
