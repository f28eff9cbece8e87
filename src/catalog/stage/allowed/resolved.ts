import { isAbsolute } from "node:path";
import { z } from "zod";
import { isPlain } from "../merge.ts";
import { inside, partName } from "./leaves.ts";
import { networkKeys, volumeKeys } from "./parts.ts";
import { isOwn } from "./paths.ts";
import { service } from "./service.ts";

const path = z.string().refine(isAbsolute);
const mount = z.discriminatedUnion("type", [
  z.strictObject({
    type: z.literal("volume"),
    source: partName.optional(),
    target: inside,
    read_only: z.boolean().optional(),
    volume: z.strictObject({ nocopy: z.boolean().optional(), subpath: z.string().optional() }).optional(),
  }),
  z.strictObject({ type: z.literal("tmpfs"), target: inside, tmpfs: z.looseObject({}).optional() }),
  z.strictObject({
    type: z.literal("bind"),
    source: path,
    target: inside,
    read_only: z.literal(true),
    bind: z.strictObject({ create_host_path: z.boolean().optional() }).optional(),
  }),
]);

// written out by compose: extends and build are done with (nothing is built on the way up), the share is one of ours
const resolvedService = service
  .omit({ extends: true, build: true, cgroup_parent: true, volumes: true })
  .extend({
    build: z.unknown().optional(),
    cgroup_parent: z
      .string()
      .regex(/^$|stagecraft[\w./-]*$/)
      .optional(),
    volumes: z.array(mount).optional(),
  });

const pools = z.strictObject({
  config: z
    .array(
      z.strictObject({
        subnet: z.string().optional(),
        gateway: z.string().optional(),
        ip_range: z.string().optional(),
      }),
    )
    .optional(),
});

/** What compose made of a stage's files, part by part. */
function resolvedFile(project: string) {
  const own = z.string().refine((name) => name.startsWith(`${project}_`));
  const text = z.union([
    z.strictObject({ name: own.optional(), content: z.string() }),
    z.strictObject({ name: own.optional(), file: path }),
  ]);
  return z.strictObject({
    name: z.literal(project),
    "x-stagecraft": z.unknown().optional(),
    services: z.record(partName, resolvedService),
    networks: z
      .record(partName, networkKeys.omit({ ipam: true }).extend({ name: own, ipam: pools.optional() }))
      .optional(),
    volumes: z.record(partName, volumeKeys.extend({ name: own })).optional(),
    configs: z.record(partName, text).optional(),
    secrets: z.record(partName, text).optional(),
  });
}

/**
 * The second wall behind `checkAllowed`: what would be given to the engine, after variables, links, bases and merging, keeps
 * to the stage. Answers with the first part that does not, such as `services.web.devices`; `folder` is the stage's own.
 */
export function beyondStage(compose: Readonly<Record<string, unknown>>, folder: string): string | undefined {
  // other extensions are for the file itself
  const said = Object.fromEntries(
    Object.entries(compose).filter(([key]) => !key.startsWith("x-") || key === "x-stagecraft"),
  );
  const result = resolvedFile(String(compose.name)).safeParse(said);
  if (!result.success) return placeIn(result.error.issues[0]!);
  for (const [at, named] of hostPaths(said)) if (!isOwn(named, folder)) return at;
  return undefined;
}

function placeIn(issue: z.core.$ZodIssue): string {
  const keys = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
  const inner = issue.code === "invalid_union" ? issue.errors.find((one) => one.length > 0)?.[0] : undefined;
  return [...issue.path, ...(inner?.path ?? []), ...keys].join(".");
}

function hostPaths(compose: Record<string, unknown>): [at: string, path: string][] {
  const parts = (value: unknown) =>
    (isPlain(value) ? Object.entries(value) : []) as [string, Record<string, unknown>][];
  return [
    ...parts(compose.services).flatMap(([name, { volumes }]) =>
      ((volumes ?? []) as { type: string; source: string }[]).flatMap(
        ({ type, source }): [string, string][] =>
          type === "bind" ? [[`services.${name}.volumes`, source]] : [],
      ),
    ),
    ...["configs", "secrets"].flatMap((kind) =>
      parts(compose[kind]).flatMap(([name, { file }]): [string, string][] =>
        file === undefined ? [] : [[`${kind}.${name}.file`, String(file)]],
      ),
    ),
  ];
}
