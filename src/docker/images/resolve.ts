import { createHash } from "node:crypto";
import type Docker from "dockerode";
import { LabError, type Problem } from "../../model/errors.ts";
import type { ImageRecord } from "../../model/event.ts";
import type { Say } from "../../model/progress.ts";
import type { EngineAccess } from "../access.ts";
import { withLock } from "../machine-lock.ts";
import { build } from "./build.ts";
import { decideImage, type ImageFacts, type Way } from "./decide.ts";
import { inputHash } from "./input-hash.ts";
import { createLimit } from "./limit.ts";
import { identityOf, type LocalImage, look, versionOf } from "./look.ts";
import { createPuller } from "./puller.ts";
import { homeReference, type ImageSpec } from "./spec.ts";

export interface ResolverOptions {
  docker: Docker;
  engine: EngineAccess;
  specs: ReadonlyMap<string, ImageSpec>;
  env: NodeJS.ProcessEnv;
  say: Say;
  signal: AbortSignal;
}

/** An image that can be used now. */
export interface ObtainedImage {
  record: ImageRecord;
  local: LocalImage;
}

export interface ImageResolver {
  /** What there is of an image, without fetching anything. */
  facts(name: string): Promise<ImageFacts>;
  /** An image, pulled or built when it is not here; asked twice it works once. Throws LabError `image`. */
  obtain(name: string): Promise<ObtainedImage>;
  /** Only one way to an image, whatever is here already. Throws LabError `image`. */
  obtainBy(name: string, kind: Way["kind"]): Promise<ObtainedImage>;
}

/** Two builds at a time: packages download for one while they unpack for the other. */
const buildsAtOnce = 2;

/** Finds, pulls and builds images on one engine. Throws LabError `usage` for a name that is not in images.yaml. */
export function createImageResolver(options: ResolverOptions): ImageResolver {
  const { docker, engine, specs, env, say, signal } = options;
  const pull = createPuller(docker, { say, signal });
  const limit = createLimit(buildsAtOnce);
  const obtained = new Map<string, Promise<ObtainedImage>>();

  function specOf(name: string): ImageSpec {
    const spec = specs.get(name);
    if (spec) return spec;
    throw new LabError("usage", `there is no image "${name}"`, {
      next: `images: ${[...specs.keys()].join(", ")}`,
    });
  }

  async function homeHash(spec: ImageSpec): Promise<string> {
    return inputHash(spec, spec.from ? await identity(spec.from.image) : "");
  }

  /** Identity of the image that would be used now, or would be built. */
  async function identity(name: string): Promise<string> {
    const decision = decideImage(await facts(name));
    if (decision.kind === "get") return decision.origin ? decision.ways[0]!.ref : homeHash(specOf(name));
    const local = await look(docker, decision.ref);
    return local ? identityOf(local) : decision.ref;
  }

  async function facts(name: string): Promise<ImageFacts> {
    const spec = specOf(name);
    const at = async (ref: string) => ({ ref, present: (await look(docker, ref)) !== undefined });
    const override = env[spec.variable];
    return {
      override: override ? await at(override) : undefined,
      official: spec.official === undefined ? undefined : await at(spec.official),
      home: await at(homeReference(spec, await homeHash(spec))),
    };
  }

  async function found(spec: ImageSpec, ref: string, origin: ImageRecord["origin"]): Promise<ObtainedImage> {
    const local = await look(docker, ref);
    if (!local) throw new LabError("image", `${ref} went away`, { next: "run the command again" });
    return { local, record: { name: spec.name, ref, id: local.id, version: versionOf(spec, local), origin } };
  }

  async function buildHome(spec: ImageSpec): Promise<ObtainedImage> {
    const parent = spec.from && (await obtain(spec.from.image));
    const hash = inputHash(spec, parent ? identityOf(parent.local) : "");
    const ref = homeReference(spec, hash);
    const sayHere: Say = (line) => say(`${spec.name}: ${line}`);
    const lock = `stagecraft-image-${createHash("sha256").update(engine.dockerHost).digest("hex").slice(0, 12)}-${spec.name}`;
    const work = async () => {
      if (await look(docker, ref)) return found(spec, ref, "present");
      sayHere(`building ${ref}`);
      const startedAt = Date.now();
      await build(docker, { spec, engine, parentRef: parent?.record.ref, say: sayHere, signal, hash });
      sayHere(`built in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
      return found(spec, ref, "built");
    };
    const onWait = () => sayHere("another process is building it: waiting");
    return limit(() => withLock(lock, { signal, onWait }, work));
  }

  async function byWays(
    spec: ImageSpec,
    ways: Way[],
    pulledAs: ImageRecord["origin"],
  ): Promise<ObtainedImage> {
    const tried: Problem[] = [];
    for (const [at, way] of ways.entries()) {
      if (way.kind === "pull") {
        const failure = await pull(way.ref, spec.name);
        if (!failure) return found(spec, way.ref, pulledAs);
        const what = `pull ${way.ref}: ${failure.what}`;
        if (ways[at + 1]) say(`${spec.name}: ${what}; building it here instead`);
        tried.push({ what, next: failure.next });
        continue;
      }
      try {
        return await buildHome(spec);
      } catch (thrown) {
        signal.throwIfAborted();
        if (!(thrown instanceof LabError) || thrown.code !== "image") throw thrown;
        tried.push(
          {
            what: `build ${way.ref}: ${thrown.message}`,
            ...(thrown.next !== undefined && { next: thrown.next }),
          },
          ...thrown.problems,
        );
      }
    }
    throw new LabError("image", `the image ${spec.name} cannot be had`, {
      problems: tried,
      next: `connect to a registry, load the image by other means, or name one that is here: ${spec.variable}=…`,
    });
  }

  async function obtainNew(name: string): Promise<ObtainedImage> {
    const spec = specOf(name);
    const decision = decideImage(await facts(name));
    if (decision.kind === "use") return found(spec, decision.ref, decision.origin);
    return byWays(spec, decision.ways, decision.origin ?? "pulled");
  }

  function obtain(name: string): Promise<ObtainedImage> {
    const work = obtained.get(name) ?? obtainNew(name);
    obtained.set(name, work);
    return work;
  }

  async function obtainBy(name: string, kind: Way["kind"]): Promise<ObtainedImage> {
    const spec = specOf(name);
    if (kind === "build")
      return byWays(spec, [{ kind, ref: homeReference(spec, await homeHash(spec)) }], "pulled");
    if (spec.official === undefined)
      throw new LabError("image", `${name} has no official image`, { next: `./lab images build ${name}` });
    return byWays(spec, [{ kind, ref: spec.official }], "pulled");
  }

  return { facts, obtain, obtainBy };
}

/** All that were asked for, or the first error; on an error the others are stopped, not left running. */
export async function obtainAll(
  options: ResolverOptions,
  names: readonly string[],
  how: (resolver: ImageResolver, name: string) => Promise<ObtainedImage> = (resolver, name) =>
    resolver.obtain(name),
): Promise<ObtainedImage[]> {
  const stop = new AbortController();
  const resolver = createImageResolver({
    ...options,
    signal: AbortSignal.any([options.signal, stop.signal]),
  });
  let first: unknown;
  const results = await Promise.all(
    [...new Set(names)].map(async (name) => {
      try {
        return await how(resolver, name);
      } catch (thrown) {
        first ??= thrown;
        stop.abort(new LabError("interrupted", "another image could not be had"));
        return undefined;
      }
    }),
  );
  options.signal.throwIfAborted();
  if (first !== undefined) throw first;
  return results.filter((result) => result !== undefined);
}
