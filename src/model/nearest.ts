/** Edits (insert, delete, replace, swap neighbours) that turn one word into the other. */
export function editDistance(from: string, to: string): number {
  const rows: number[][] = [Array.from({ length: to.length + 1 }, (_, column) => column)];
  for (let row = 1; row <= from.length; row++) {
    const line = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        rows[row - 1]![column]! + 1,
        line[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (same ? 0 : 1),
      );
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (row > 1 && column > 1 && swapped) best = Math.min(best, rows[row - 2]![column - 2]! + 1);
      line.push(best);
    }
    rows.push(line);
  }
  return rows[from.length]![to.length]!;
}

// Names that only share an ending are seldom what was meant, so at most every third letter may differ.
const tolerance = (word: string): number => Math.max(1, Math.floor(word.length / 3));

/** The choice that was most likely meant, if any comes close. */
export function nearest(word: string, choices: readonly string[]): string | undefined {
  const wanted = word.toLowerCase().slice(0, 100);
  let best: { choice: string; distance: number } | undefined;
  for (const choice of choices) {
    const candidate = choice.toLowerCase();
    const starts = wanted.length >= 3 && candidate.startsWith(wanted);
    const distance = starts ? 0.5 : editDistance(wanted, candidate);
    if (distance <= tolerance(wanted) && (!best || distance < best.distance)) best = { choice, distance };
  }
  return best?.choice;
}

/** What to do about a name that does not exist: the nearest one, and all there are. */
export function choose(word: string, choices: readonly string[], kinds: string): string {
  const near = nearest(word, choices);
  const all = choices.length > 0 ? `${kinds}: ${choices.join(", ")}` : `there are no ${kinds}`;
  return near === undefined ? all : `did you mean "${near}"? ${all}`;
}
