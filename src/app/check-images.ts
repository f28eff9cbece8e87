import { connect } from "../docker/access.ts";
import { decideImage } from "../docker/images/decide.ts";
import { loadSpecs } from "../docker/images/load-specs.ts";
import { createImageResolver, type ImageResolver } from "../docker/images/resolve.ts";
import { contractSuite, runContract } from "../docker/images/run-contract.ts";
import type { ImageSpec } from "../docker/images/spec.ts";
import { LabError } from "../model/errors.ts";
import type { ImageContext } from "./images.ts";

/** What the contract suite of one image found; the counts are null when it could not be asked. */
export interface CheckedImage {
  name: string;
  /** The image that was checked; null when there was none. */
  ref: string | null;
  source: "official" | "home-built" | "override" | null;
  passed: number | null;
  failed: number | null;
  skipped: number | null;
  failures: string[];
  /** Why it was not checked; null when it was. */
  why: string | null;
  /** Whether it had been asked for, so that not checking it leaves a question open. */
  asked: boolean;
}

export interface CheckImagesOptions {
  /** Every image that has a suite when empty. */
  names: readonly string[];
  /** Pull the official images and check those, whatever else is here. */
  official: boolean;
}

interface Subject {
  ref: string;
  source: NonNullable<CheckedImage["source"]>;
}

/** The image to check, or why there is none. */
async function subjectOf(
  resolver: ImageResolver,
  spec: ImageSpec,
  official: boolean,
): Promise<Subject | { why: string }> {
  if (official) {
    if (spec.official === undefined) return { why: "there is no official image" };
    try {
      const { record } = await resolver.obtainBy(spec.name, "pull");
      return { ref: record.ref, source: "official" };
    } catch (thrown) {
      if (!(thrown instanceof LabError) || thrown.code !== "image") throw thrown;
      return { why: thrown.problems[0]?.what ?? thrown.message };
    }
  }
  const decision = decideImage(await resolver.facts(spec.name));
  if (decision.kind === "get") return { why: "it is not here" };
  if (decision.origin === "override") return { ref: decision.ref, source: "override" };
  return { ref: decision.ref, source: decision.ref === spec.official ? "official" : "home-built" };
}

/**
 * Runs the contract suite of each image on the one that is here; fetches nothing unless `official`.
 * Throws LabError `usage` for an unknown name, `environment` when the suites cannot be run at all.
 */
export async function checkImages(
  context: ImageContext,
  { names, official }: CheckImagesOptions,
): Promise<CheckedImage[]> {
  const { root, engine, env, say, signal } = context;
  const specs = loadSpecs(root);
  const docker = connect(engine);
  const resolver = createImageResolver({ docker, engine, specs, env, say, signal });
  const unknown = names.find((name) => !specs.has(name));
  if (unknown !== undefined) {
    throw new LabError("usage", `there is no image "${unknown}"`, {
      next: `images: ${[...specs.keys()].join(", ")}`,
    });
  }
  const wanted = names.length > 0 ? [...new Set(names)] : [...specs.keys()];
  const checked: CheckedImage[] = [];
  for (const name of wanted) {
    signal.throwIfAborted();
    const spec = specs.get(name)!;
    const suite = contractSuite(root, name);
    const subject =
      suite === undefined ? { why: "it has no contract suite" } : await subjectOf(resolver, spec, official);
    const none = { ref: null, source: null, passed: null, failed: null, skipped: null, failures: [] };
    if (suite === undefined || "why" in subject) {
      const why = "why" in subject ? subject.why : "";
      const asked = names.length > 0 || (official && spec.official !== undefined && suite !== undefined);
      checked.push({ name, ...none, why, asked });
      continue;
    }
    say(`${name}: checking ${subject.ref} (${subject.source})`);
    const sayHere = (line: string) => say(`${name}: ${line}`);
    const count = await runContract(docker, spec, suite, subject.ref, {
      root,
      engine,
      env,
      say: sayHere,
      signal,
    });
    checked.push({ name, ...subject, ...count, why: null, asked: true });
  }
  return checked;
}

/** 1 when a test failed; 3 when nothing was checked, or not all that was asked for; else 0. */
export function checkImagesExitCode(checked: readonly CheckedImage[]): 0 | 1 | 3 {
  if (checked.some(({ failed }) => failed !== null && failed > 0)) return 1;
  const open = checked.some(({ why, asked }) => why !== null && asked);
  return open || !checked.some(({ why }) => why === null) ? 3 : 0;
}
