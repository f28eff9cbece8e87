import { z } from "zod";
import { choose } from "../../model/nearest.ts";
import type { Findings } from "./problems.ts";
import type { Path } from "./yaml.ts";

type Issue = z.core.$ZodIssue;

/** An object that takes these keys and no others; an unknown one is told with the key that was meant. */
export function strict<T extends z.core.$ZodLooseShape>(shape: T) {
  const keys = Object.keys(shape);
  return z.strictObject(shape, {
    // one line per key, in the order of the issue's keys
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => choose(key, keys, "keys")).join("\n")
        : undefined,
  });
}

function describe(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  return JSON.stringify(value);
}

const named: Record<string, string> = {
  object: "a map",
  array: "a list",
  record: "a map",
  int: "a whole number",
};

// Our wording for what the schemas leave to the library.
const wording: z.core.$ZodErrorMap = (issue) => {
  const found = describe(issue.input);
  switch (issue.code) {
    case "invalid_type":
      return `needs ${named[issue.expected] ?? `a ${issue.expected}`}, not ${found}`;
    case "invalid_value":
      return `needs ${issue.values.map((value) => JSON.stringify(value)).join(" or ")}, not ${found}`;
    case "too_small":
      if (issue.origin === "array" || issue.origin === "string") return "is empty";
      return `must be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}, not ${found}`;
    case "too_big":
      if (issue.origin === "string") return `is longer than ${issue.maximum} characters`;
      if (issue.origin === "array") return `has more than ${issue.maximum} entries`;
      return `must be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}, not ${found}`;
    default:
      return `is not understood: ${found}`;
  }
};

/**
 * Checks the shape of the value that stands at `prefix` in its file; every deviation becomes a finding. Answers
 * with the paths that are off, from the value on.
 */
export function checkShape(schema: z.ZodType, value: unknown, findings: Findings, prefix: Path = []): Path[] {
  const result = schema.safeParse(value, { error: wording });
  if (result.success) return [];
  const off: Path[] = [];
  const add: Findings["add"] = (path, ...rest) => findings.add([...prefix, ...path], ...rest);
  for (const issue of result.error.issues) report(issue, [], value, add, off);
  return off;
}

function report(issue: Issue, base: Path, root: unknown, add: Findings["add"], off: Path[]): void {
  const path = [...base, ...(issue.path as (string | number)[])];
  if (issue.code === "unrecognized_keys") {
    const nexts = issue.message.split("\n");
    issue.keys.forEach((key, index) => {
      off.push([...path, key]);
      add([...path, key], `unknown key "${key}"`, nexts[index], "key");
    });
    return;
  }
  const option = issue.code === "invalid_union" ? meantOption(issue.errors) : undefined;
  if (option) {
    for (const inner of option) report(inner, path, root, add, off);
    return;
  }
  off.push(path);
  if (issue.code === "invalid_key") {
    add(path, `"${String(path.at(-1))}" ${issue.issues[0]?.message ?? "is no name"}`, undefined, "key");
    return;
  }
  const last = path.at(-1);
  if (valueAt(root, path) === undefined && last !== undefined) {
    add(path, `"${String(last)}" is missing`, issue.code === "invalid_type" ? undefined : issue.message);
    return;
  }
  const name = typeof last === "number" ? "this entry" : last === undefined ? "the file" : `"${last}"`;
  add(path, `${name} ${issue.message}`);
}

/** Of a union's options the one that the author must have meant: the only one with the fewest strange keys. */
function meantOption(options: Issue[][]): Issue[] | undefined {
  const scored = options.map((issues) => {
    const atRoot = issues.filter((issue) => issue.path.length === 0);
    const strange = atRoot.flatMap((issue) => (issue.code === "unrecognized_keys" ? issue.keys : [])).length;
    const otherType = atRoot.some((issue) => issue.code === "invalid_type" || issue.code === "invalid_value");
    return { issues, score: (otherType ? 1e6 : 0) + strange * 1e3 + issues.length };
  });
  scored.sort((one, other) => one.score - other.score);
  const [best, second] = scored;
  if (!best || best.score >= 1e6 || best.score === second?.score) return undefined;
  return best.issues;
}

/** The value at a path; `undefined` when it is not there. */
export function valueAt(root: unknown, path: Path): unknown {
  let value = root;
  for (const part of path) {
    if (value === null || typeof value !== "object" || !Object.hasOwn(value, part)) return undefined;
    value = (value as Record<string | number, unknown>)[part];
  }
  return value;
}

/** A copy without the values at these paths, so that what is well-formed can still be checked. */
export function without(root: unknown, paths: readonly Path[]): unknown {
  if (paths.some((path) => path.length === 0)) return undefined;
  const copy = structuredClone(root);
  for (const path of paths) {
    const parent = valueAt(copy, path.slice(0, -1));
    const last = path.at(-1)!;
    if (Array.isArray(parent)) parent[Number(last)] = undefined;
    else if (parent !== null && typeof parent === "object") delete (parent as Record<string, unknown>)[last];
  }
  return copy;
}
