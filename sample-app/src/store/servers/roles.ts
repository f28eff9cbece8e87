import type { Look } from "./look.ts";

/** Servers by name, and what each said last; undefined: it did not answer. */
export type Seen = ReadonlyMap<string, Look | undefined>;

/** Who takes writes, or why nobody does. */
export type Primary = { name: string } | { none: string };

/** The newest promotion that anybody has told of. */
export function newestTerm(seen: Seen, known: number): number {
  return Math.max(known, ...[...seen.values()].map((look) => look?.term ?? 0));
}

/**
 * The primary is the one that takes writes and knows of the newest promotion. An old primary that comes back from the
 * dead takes writes, too, but was not there when its successor was promoted: it is left alone.
 * Two that are equal in this are nobody's choice but the operator's: meanwhile the one that has been it stays.
 */
export function primaryOf(
  candidates: readonly string[],
  seen: Seen,
  term: number,
  current: string | undefined,
): Primary {
  const open = candidates.filter((name) => seen.get(name)?.readOnly === false);
  const fit = open.filter((name) => seen.get(name)!.term >= term);
  const [first, second] = fit;
  if (first !== undefined && second === undefined) return { name: first };
  if (first !== undefined) {
    if (current !== undefined && fit.includes(current)) return { name: current };
    return { none: `${fit.join(" and ")} take writes, all of them: make all but one read-only` };
  }
  if (open.length > 0) {
    return { none: `${open.join(" and ")} missed promotion ${term}: an old primary, left alone` };
  }
  return { none: `none of ${candidates.join(", ")} takes writes` };
}

/**
 * The replicas that may be read from: those that answered and have what the primary had a while ago. Without a primary
 * nobody can tell how old they are, and old pages are better than none.
 */
export function rotationOf(
  replicas: readonly string[],
  seen: Seen,
  primary: string | undefined,
  judgeLag: boolean,
): string[] {
  return replicas.filter((name) => {
    const look = seen.get(name);
    if (look === undefined || name === primary) return false;
    return look.caughtUp || primary === undefined || !judgeLag;
  });
}
