/** The name that searches and the indexer use; it leads to the index of the moment. */
export const alias = "posts";

/**
 * Counts up with every change of the mapping. 1: words as they are written. 2: English words by their stems.
 */
export const mappingVersion = 2;

/** An index by its name, which says what mapping it was made with and when: posts-m2-1795867492000. */
export const indexName = (version: number, madeAt: number): string => `${alias}-m${version}-${madeAt}`;

/** Undefined: no index of ours. */
export function versionIn(name: string): number | undefined {
  const [, version] = /^posts-m(\d+)-\d+$/.exec(name) ?? [];
  return version === undefined ? undefined : Number(version);
}

/** Where the alias leads, or why it cannot be used and what to do. */
export type Current = { name: string } | { trouble: string; missing: boolean };

export function currentOf(names: readonly string[]): Current {
  const [name, ...others] = names;
  if (name === undefined) return { missing: true, trouble: "index missing: run `rebuild`" };
  if (others.length > 0) {
    return {
      missing: false,
      trouble: `the alias ${alias} leads to ${names.join(" and ")}: run \`rebuild\`, which leaves one`,
    };
  }
  const version = versionIn(name) ?? 0;
  if (version === mappingVersion) return { name };
  const what =
    version < mappingVersion
      ? "run `rebuild`"
      : "a newer program has rebuilt it: start that one here, or run `rebuild`";
  return {
    missing: false,
    trouble: `mapping version ${version} of ${name}, needs ${mappingVersion}: ${what}`,
  };
}
