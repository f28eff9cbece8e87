import { z } from "zod";

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}

const folder = z
  .string()
  .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[\w./-]+$/, "is not a folder inside the project");

const versionCheck = z.strictObject({
  command: z.array(z.string()).min(1),
  expect: z.string().refine(isPattern, "is not a regular expression"),
});

const image = z.strictObject({
  official: z.string().min(1).optional(),
  variable: z.string().regex(/^STAGECRAFT_[A-Z0-9_]+$/, "is not STAGECRAFT_ and capitals"),
  tag: z.string().regex(/^\w[\w.-]{0,60}$/, "is not an image tag"),
  context: folder,
  contexts: z.record(z.string(), folder).default({}),
  from: z.strictObject({ image: z.string(), arg: z.string().regex(/^[A-Z][A-Z0-9_]*$/) }).optional(),
  suite: z
    .string()
    .regex(/^[a-z]+$/)
    .optional(),
  versions: z.array(versionCheck).min(1),
  versionEnv: z.string().optional(),
  downloadMiB: z.number().nonnegative(),
  diskMiB: z.number().nonnegative(),
});

/** images.yaml as written. */
export const imagesFile = z.strictObject({
  images: z.record(z.string().regex(/^[a-z][a-z0-9-]*$/, "is not a lower-case name"), image),
});

export type WrittenImages = z.output<typeof imagesFile>;
