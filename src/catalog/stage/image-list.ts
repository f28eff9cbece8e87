import { join } from "node:path";
import { z } from "zod";
import type { Problem } from "../../model/errors.ts";
import { readText } from "../source/file.ts";
import { findingsIn } from "../source/problems.ts";
import { checkShape } from "../source/shape.ts";
import { readYaml } from "../source/yaml.ts";

// Only what stages need to know of an image; the docker room reads the rest.
const imageList = z.looseObject({
  images: z.record(
    z.string(),
    z.looseObject({
      variable: z.string(),
      from: z.looseObject({ image: z.string() }).optional(),
      diskMiB: z.number().min(0).optional(),
    }),
  ),
});

type ImageList = z.infer<typeof imageList>["images"];

function readImageList(composeDir: string): { images: ImageList; problems: Problem[] } {
  const file = join(composeDir, "images", "images.yaml");
  const read = readText(file, "it says which image each variable stands for");
  if ("problem" in read) return { images: {}, problems: [read.problem] };
  const { source, problems } = readYaml(file, read.text);
  if (!source) return { images: {}, problems };
  const findings = findingsIn(source);
  if (checkShape(imageList, source.value, findings).length > 0)
    return { images: {}, problems: findings.problems };
  return { images: (source.value as z.infer<typeof imageList>).images, problems };
}

/** Variables of compose files -> names of images. */
export function readImageVariables(composeDir: string): {
  variables: Map<string, string>;
  problems: Problem[];
} {
  const { images, problems } = readImageList(composeDir);
  return {
    variables: new Map(Object.entries(images).map(([name, image]) => [image.variable, name])),
    problems,
  };
}

/** Disk that images take together with what they are built on, in MiB, as images.yaml declares it. */
export function declaredDiskMiB(composeDir: string, names: readonly string[]): number {
  const { images } = readImageList(composeDir);
  const counted = new Set<string>();
  const count = (name: string) => {
    if (counted.has(name) || !images[name]) return;
    counted.add(name);
    const below = images[name].from?.image;
    if (below !== undefined) count(below);
  };
  for (const name of names) count(name);
  return [...counted].reduce((sum, name) => sum + (images[name]?.diskMiB ?? 0), 0);
}
