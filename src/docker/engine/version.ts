/** Oldest versions that the stages are written for. */
export const minimum = { engine: "25.0", compose: "2.24" } as const;

/** Leading numbers of `28.5.2+dfsg4`, `v2.40.3-desktop.1` or `2.24`; undefined when there are none. */
export function parseVersion(text: string): number[] | undefined {
  const match = /^v?(\d+(?:\.\d+)*)/.exec(text.trim());
  return match?.[1]?.split(".").map(Number);
}

/** Whether `text` is `wanted` or later; a version that cannot be read counts as too old. */
export function atLeast(text: string, wanted: string): boolean {
  const have = parseVersion(text);
  const want = parseVersion(wanted);
  if (!have || !want) return false;
  for (const [index, part] of want.entries()) {
    const mine = have[index] ?? 0;
    if (mine !== part) return mine > part;
  }
  return true;
}
