import { readText } from "./file.ts";
import { readYaml, type YamlSource } from "./yaml.ts";

/** A YAML file's values with their places, when it can be parsed at all: what is wrong with it is told elsewhere. */
export function yamlIn(file: string): YamlSource | undefined {
  const read = readText(file);
  return "text" in read ? readYaml(file, read.text).source : undefined;
}

/** A list as it is; an empty one in place of anything else. */
export function listIn(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
