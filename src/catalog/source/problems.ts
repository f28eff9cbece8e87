import type { Problem } from "../../model/errors.ts";
import { choose } from "../../model/nearest.ts";
import type { Path, YamlSource } from "./yaml.ts";

/** Collects what is wrong in one file, each with its place. */
export interface Findings {
  source: YamlSource;
  /** Something is wrong with the value (or the key) at a path. */
  add(path: Path, what: string, next?: string, of?: "key" | "value"): void;
  /** False, and a finding, when `name` is none of the choices. */
  known(path: Path, kind: string, name: string, choices: readonly string[]): boolean;
  problems: Problem[];
}

const plural = (kind: string): string => (kind.endsWith("s") ? `${kind}es` : `${kind}s`);

/** Findings in one YAML file. */
export function findingsIn(source: YamlSource): Findings {
  const problems: Problem[] = [];
  const add: Findings["add"] = (path, what, next, of = "value") => {
    problems.push({ what, place: source.placeOf(path, of), ...(next !== undefined && { next }) });
  };
  return {
    source,
    problems,
    add,
    known(path, kind, name, choices) {
      if (choices.includes(name)) return true;
      add(path, `there is no ${kind} "${name}"`, choose(name, choices, plural(kind)));
      return false;
    },
  };
}

/** In the order in which they stand in the file, each once. */
export function inOrder(problems: readonly Problem[]): Problem[] {
  const key = (problem: Problem) => JSON.stringify([problem.place, problem.what]);
  const unique = [...new Map(problems.map((problem) => [key(problem), problem])).values()];
  return unique.sort(
    (one, other) =>
      (one.place?.file ?? "").localeCompare(other.place?.file ?? "") ||
      (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
      (one.place?.column ?? 0) - (other.place?.column ?? 0),
  );
}
