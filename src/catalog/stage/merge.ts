import { valueAt } from "../source/shape.ts";
import type { Path, YamlSource } from "../source/yaml.ts";

type Plain = Record<string, unknown>;

export const isPlain = (value: unknown): value is Plain =>
  value !== null && typeof value === "object" && !Array.isArray(value);

// Compose replaces these lists; others it adds to, each item once.
const replacedLists = ["command", "entrypoint", "test"];

/** A compose file with an override laid over it as compose does, as far as our checks look. */
export function mergeSources(base: YamlSource, over: YamlSource | undefined): YamlSource {
  if (!over) return { ...base, value: withoutResets(base.value, base, []) };
  return {
    file: base.file,
    value: merge(withoutResets(base.value, base, []), over.value, over, []),
    placeOf(path, of) {
      // where it was said last
      return valueAt(over.value, path) === undefined ? base.placeOf(path, of) : over.placeOf(path, of);
    },
    tagOf: (path) => over.tagOf(path) ?? base.tagOf(path),
  };
}

/** A file's values without those that it takes out of the file below. */
export function withoutResets(value: unknown, source: YamlSource, path: Path): unknown {
  if (!isPlain(value)) return value;
  const kept: Plain = {};
  for (const [key, part] of Object.entries(value)) {
    if (source.tagOf([...path, key]) !== "!reset") kept[key] = withoutResets(part, source, [...path, key]);
  }
  return kept;
}

function merge(base: unknown, over: unknown, source: YamlSource, path: Path): unknown {
  if (source.tagOf(path) === "!override") return over;
  if (isPlain(base) && isPlain(over)) {
    const merged: Plain = { ...base };
    for (const [key, part] of Object.entries(over)) {
      const at = [...path, key];
      if (source.tagOf(at) === "!reset") delete merged[key];
      else
        merged[key] = key in merged ? merge(merged[key], part, source, at) : withoutResets(part, source, at);
    }
    return merged;
  }
  if (Array.isArray(base) && Array.isArray(over) && !replacedLists.includes(String(path.at(-1)))) {
    return [...new Set([...base, ...over])];
  }
  return over;
}
