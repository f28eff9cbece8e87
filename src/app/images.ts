import { connect, type EngineAccess } from "../docker/access.ts";
import { decideImage, type Way } from "../docker/images/decide.ts";
import { loadSpecs } from "../docker/images/load-specs.ts";
import { look, versionOf } from "../docker/images/look.ts";
import { createImageResolver, obtainAll, type ResolverOptions } from "../docker/images/resolve.ts";
import type { ImageRecord } from "../model/event.ts";
import type { Say } from "../model/progress.ts";

/** The images of client and helper containers, beside what a stage needs. */
export const ownImages: readonly string[] = ["node", "tools"];

export interface ImageContext {
  /** The checkout: where images.yaml and the build folders are. */
  root: string;
  engine: EngineAccess;
  env: NodeJS.ProcessEnv;
  say: Say;
  signal: AbortSignal;
}

export interface ResolvedImages {
  /** Variable -> reference, for compose. */
  variables: Record<string, string>;
  images: ImageRecord[];
}

function optionsOf(context: ImageContext): ResolverOptions {
  const { engine, env, say, signal } = context;
  return { docker: connect(engine), engine, specs: loadSpecs(context.root), env, say, signal };
}

function resolved(options: ResolverOptions, images: ImageRecord[]): ResolvedImages {
  const variables = images.map(({ name, ref }) => [options.specs.get(name)!.variable, ref] as const);
  return { variables: Object.fromEntries(variables), images };
}

/** Every name in images.yaml. */
export function imageNames(root: string): string[] {
  return [...loadSpecs(root).keys()];
}

/**
 * The named images, ready to use: already here, else pulled, else built at home.
 * Throws LabError `image` (what was tried and what to do), `usage` for an unknown name, `bad-input` for images.yaml.
 */
export async function resolveImages(
  names: readonly string[],
  context: ImageContext,
): Promise<ResolvedImages> {
  const options = optionsOf(context);
  const obtained = await obtainAll(options, names);
  return resolved(
    options,
    obtained.map(({ record }) => record),
  );
}

/** The same, by one way only, whatever is here already. Without names: every image that can be had that way. */
export async function fetchImages(
  names: readonly string[],
  kind: Way["kind"],
  context: ImageContext,
): Promise<ResolvedImages> {
  const options = optionsOf(context);
  const all = [...options.specs.values()].filter((spec) => kind === "build" || spec.official !== undefined);
  const wanted = names.length > 0 ? names : all.map(({ name }) => name);
  const obtained = await obtainAll(options, wanted, (resolver, name) => resolver.obtainBy(name, kind));
  return resolved(
    options,
    obtained.map(({ record }) => record),
  );
}

/** One line of the list of images: what a stage would use now. */
export interface ImageStatus {
  name: string;
  variable: string;
  /** Null when there is no official image. */
  official: string | null;
  /** What would be used now; null when nothing is here. */
  ref: string | null;
  origin: "official" | "home-built" | "override" | null;
  version: string | null;
  /** Size on disk, layers that images share counted in each; null when absent. */
  sizeMiB: number | null;
  /** What building it at home would download and keep, without what it is built on. */
  build: { downloadMiB: number; diskMiB: number };
}

const mib = (bytes: number): number => Math.round(bytes / 2 ** 20);

/** What is here and what would be used, nothing fetched. Without names: all. */
export async function listImages(names: readonly string[], context: ImageContext): Promise<ImageStatus[]> {
  const options = optionsOf(context);
  const resolver = createImageResolver(options);
  const wanted = names.length > 0 ? names : [...options.specs.keys()];
  return Promise.all(
    wanted.map(async (name) => {
      const facts = await resolver.facts(name);
      const spec = options.specs.get(name)!;
      const decision = decideImage(facts);
      const local = decision.kind === "use" ? await look(options.docker, decision.ref) : undefined;
      const origin = facts.override ? "override" : local?.ref === spec.official ? "official" : "home-built";
      return {
        name,
        variable: spec.variable,
        official: spec.official ?? null,
        ref: local?.ref ?? null,
        origin: local ? origin : null,
        version: local ? versionOf(spec, local) : null,
        sizeMiB: local ? mib(local.sizeBytes) : null,
        build: { downloadMiB: spec.downloadMiB, diskMiB: spec.diskMiB },
      };
    }),
  );
}

/** What the named images still cost: for doctor and before a stage comes up. */
export interface ImageBill {
  missing: string[];
  /** When built at home, with what they are built on; a pull's size is only known to its registry. */
  downloadMiB: number;
  diskMiB: number;
}

/** The bill of the named images and of what they are built on; nothing is fetched. */
export async function imageBill(names: readonly string[], context: ImageContext): Promise<ImageBill> {
  const specs = loadSpecs(context.root);
  const wanted = new Set<string>();
  const present = new Map(
    (await listImages([], context)).map((status) => [status.name, status.ref !== null]),
  );
  const add = (name: string) => {
    if (present.get(name) || wanted.has(name)) return;
    wanted.add(name);
    const from = specs.get(name)?.from?.image;
    if (from !== undefined) add(from);
  };
  names.forEach(add);
  const sum = (key: "downloadMiB" | "diskMiB") =>
    [...wanted].reduce((total, name) => total + (specs.get(name)?.[key] ?? 0), 0);
  return { missing: [...wanted], downloadMiB: sum("downloadMiB"), diskMiB: sum("diskMiB") };
}
