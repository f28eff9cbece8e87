import { changedFiles, everyTurn, rotationSeed } from "./long-turns.ts";

/**
 * Which of a group of long tests run this time. They take turns, by a seed that is printed (STAGECRAFT_ROTATION; `all`
 * for every one). Those whose files the last change touches run out of turn, but not more than `atMost` of them: a
 * change that touches everything would make the suite too long.
 */
export function turns(group: Readonly<Record<string, RegExp>>, atMost = 2): string[] {
  const names = Object.keys(group);
  if (everyTurn) return names;
  const changed = changedFiles();
  const touched = names.filter((name) => changed.some((file) => group[name]!.test(file)));
  const candidates = touched.length > 0 ? touched : names;
  const count = Math.min(candidates.length, touched.length > 0 ? atMost : 1);
  const chosen = Array.from(
    { length: count },
    (_, at) => candidates[(rotationSeed + at) % candidates.length]!,
  );
  console.log(
    `STAGECRAFT_ROTATION=${rotationSeed}: of ${names.join(", ")} it is the turn of ${chosen.join(", ")}`,
  );
  return chosen;
}
