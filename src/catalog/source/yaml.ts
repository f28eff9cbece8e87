import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";
import { messageOf, type Place, type Problem } from "../../model/errors.ts";

/** Keys and indices from a file's root to a value. */
export type Path = readonly (string | number)[];

/** A YAML file as plain values that remember where they stood. */
export interface YamlSource {
  file: string;
  value: unknown;
  /** Place of the value at a path, or of its key; of the nearest part above it when it is not there. */
  placeOf(path: Path, of?: "key" | "value"): Place;
  /** Tag of the value at a path, such as `!reset`. */
  tagOf(path: Path): string | undefined;
}

const maxAliases = 50;

/** Tags that compose gives a meaning in its override files. */
export const composeTags = ["!reset", "!override"];

interface ReadYaml {
  source?: YamlSource;
  problems: Problem[];
}

interface YamlOptions {
  tags?: readonly string[];
  merge?: boolean;
}

// a base is read again with each of its variants, and parsing is most of what reading a stage takes
const lastRead = new Map<string, { text: string; read: ReadYaml }>();

/**
 * Parses YAML text; `merge` gives the key `<<` its meaning. Syntax errors leave no value behind; duplicate keys, unknown tags and too many aliases are
 * problems beside which the rest can still be checked.
 */
export function readYaml(file: string, text: string, options: YamlOptions = {}): ReadYaml {
  const key = JSON.stringify([file, options]);
  const last = lastRead.get(key);
  const read = last?.text === text ? last.read : parse(file, text, options);
  lastRead.set(key, { text, read });
  return { ...read, problems: [...read.problems] };
}

function parse(file: string, text: string, options: YamlOptions): ReadYaml {
  const lines = new LineCounter();
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      logLevel: "error",
      merge: options.merge ?? false,
    });
    const problems = document.errors.map((error) => syntaxProblem(error, at));
    if (document.errors.some((error) => error.code !== "DUPLICATE_KEY")) return { problems };
    problems.push(...tagProblems(document, options.tags ?? [], at));
    const aliases = aliasProblems(document, at);
    if (aliases.length > 0) return { problems: [...problems, ...aliases] };
    const value: unknown = document.toJS({ maxAliasCount: maxAliases });
    if (value === null || value === undefined) {
      return { problems: [...problems, { what: "the file is empty", place: { file } }] };
    }
    return { source: { file, value, ...locator(document, at) }, problems };
  } catch (thrown) {
    return { problems: [{ what: `cannot be read as YAML: ${messageOf(thrown)}`, place: { file } }] };
  }
}

function syntaxProblem(error: YAMLError, at: (offset: number) => Place): Problem {
  const what = error.message.split("\n", 1)[0]!.replace(/ at line \d+, column \d+:?$/, "");
  if (error.code === "DUPLICATE_KEY") return { what: "this key is there twice", place: at(error.pos[0]) };
  return { what: `not valid YAML: ${what}`, place: at(error.pos[0]) };
}

function tagProblems(document: Document, known: readonly string[], at: (offset: number) => Place): Problem[] {
  return document.warnings.flatMap((warning) => {
    const tag =
      warning.code === "TAG_RESOLVE_FAILED" ? /^Unresolved tag: (\S+)/.exec(warning.message)?.[1] : undefined;
    if (tag === undefined || known.includes(tag)) return [];
    return [{ what: `the tag ${tag} means nothing here`, place: at(warning.pos[0]) }];
  });
}

// An anchor that is missing, or that contains its own alias, or a crowd of aliases that would grow without bound.
function aliasProblems(document: Document, at: (offset: number) => Place): Problem[] {
  const problems: Problem[] = [];
  let count = 0;
  visit(document, {
    Alias(_key, alias, above) {
      count++;
      const place = at(alias.range?.[0] ?? 0);
      const target = alias.resolve(document);
      if (!target) problems.push({ what: `there is no anchor &${alias.source} above this alias`, place });
      else if (above.some((parent) => parent === target)) {
        problems.push({ what: `the alias *${alias.source} contains itself`, place });
      }
      if (count === maxAliases + 1) problems.push({ what: `more than ${maxAliases} aliases`, place });
    },
  });
  return problems;
}

function locator(document: Document, at: (offset: number) => Place): Pick<YamlSource, "placeOf" | "tagOf"> {
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node);
  const walk = (path: Path): { key?: Node; value?: Node; whole: boolean } => {
    let value: unknown = document.contents;
    let key: unknown;
    for (const part of path) {
      const parent = resolved(value);
      if (isMap(parent)) {
        const pair = parent.items.find(
          (item) => isScalar(item.key) && String(item.key.value) === String(part),
        );
        if (!pair) return { value: value as Node, key: key as Node, whole: false };
        key = pair.key;
        value = pair.value ?? pair.key;
      } else if (isSeq(parent) && parent.items[Number(part)] !== undefined) {
        key = parent.items[Number(part)];
        value = key;
      } else return { value: value as Node, key: key as Node, whole: false };
    }
    return { value: value as Node, key: key as Node, whole: true };
  };
  return {
    placeOf(path, of = "value") {
      const found = walk(path);
      const node = of === "key" && found.whole ? found.key : found.value;
      return at(node?.range?.[0] ?? 0);
    },
    tagOf(path) {
      const { value, whole } = walk(path);
      return whole ? value?.tag : undefined;
    },
  };
}
