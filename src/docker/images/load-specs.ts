import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from "yaml";
import { LabError, messageOf, type Problem } from "../../model/errors.ts";
import { imagesFile, type WrittenImages } from "./schema.ts";
import type { ImageSpec } from "./spec.ts";

type Path = readonly PropertyKey[];

/** Where a path's key (or the nearest thing that exists) starts in the text. */
function offsetOf(document: Document, path: Path): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true);
    const last = path[length - 1];
    if (isMap(parent)) {
      const pair = parent.items.find(({ key }) => isScalar(key) && key.value === last);
      if (isNode(pair?.key) && pair.key.range) return pair.key.range[0];
    }
    const node = document.getIn(path.slice(0, length), true);
    if (isNode(node) && node.range) return node.range[0];
  }
  return 0;
}

/** What no schema sees: names that do not exist, circles, variables used twice. */
function crossCheck(images: WrittenImages["images"]): { path: Path; what: string }[] {
  const found: { path: Path; what: string }[] = [];
  const variables = new Map<string, string>();
  for (const [name, image] of Object.entries(images)) {
    const other = variables.get(image.variable);
    if (other !== undefined)
      found.push({ path: ["images", name, "variable"], what: `${image.variable} is ${other}'s already` });
    variables.set(image.variable, name);
    if (image.from && !Object.hasOwn(images, image.from.image)) {
      const all = Object.keys(images).join(", ");
      found.push({
        path: ["images", name, "from"],
        what: `no image "${image.from.image}"; there are: ${all}`,
      });
      continue;
    }
    const seen = new Set([name]);
    for (let from = image.from?.image; from !== undefined; from = images[from]?.from?.image) {
      if (seen.has(from)) {
        found.push({ path: ["images", name, "from"], what: `is built on itself, through ${from}` });
        break;
      }
      seen.add(from);
    }
  }
  return found;
}

/**
 * images.yaml's text as specs, folders made absolute under `root`.
 * Throws LabError `bad-input` with every problem and its place.
 */
export function parseSpecs(text: string, file: string, root: string): Map<string, ImageSpec> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const placeAt = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file, line, column: col };
  };
  const problems: Problem[] = document.errors.map((error) => ({
    what: messageOf(error),
    place: placeAt(error.pos[0]),
  }));
  const result =
    problems.length === 0 ? imagesFile.safeParse(document.toJS({ maxAliasCount: 20 })) : undefined;
  for (const issue of result?.error?.issues ?? []) {
    const unknown = issue.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : [];
    const path = [...issue.path, ...unknown];
    problems.push({
      what: `${path.join(".")}: ${issue.message}`,
      place: placeAt(offsetOf(document, path)),
    });
  }
  for (const { path, what } of result?.data ? crossCheck(result.data.images) : [])
    problems.push({ what: `${path.join(".")}: ${what}`, place: placeAt(offsetOf(document, path)) });
  if (problems.length > 0 || !result?.data) {
    throw new LabError("bad-input", `${file} is not right`, { problems });
  }
  return new Map(
    Object.entries(result.data.images).map(([name, { official, from, suite, versionEnv, ...image }]) => [
      name,
      {
        ...image,
        name,
        ...(official !== undefined && { official }),
        ...(from !== undefined && { from }),
        ...(suite !== undefined && { suite }),
        ...(versionEnv !== undefined && { versionEnv }),
        context: join(root, image.context),
        contexts: Object.fromEntries(
          Object.entries(image.contexts).map(([key, folder]) => [key, join(root, folder)]),
        ),
        versions: image.versions.map(({ command, expect }) => ({ command, expect: new RegExp(expect, "m") })),
      },
    ]),
  );
}

/** The project's images.yaml. Throws LabError `bad-input`. */
export function loadSpecs(root: string): Map<string, ImageSpec> {
  const file = join(root, "compose/images/images.yaml");
  try {
    return parseSpecs(readFileSync(file, "utf8"), file, root);
  } catch (thrown) {
    if (thrown instanceof LabError) throw thrown;
    throw new LabError("bad-input", `cannot read the list of images: ${messageOf(thrown)}`, {
      place: { file },
    });
  }
}
