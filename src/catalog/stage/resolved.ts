import { readFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { readText } from "../source/file.ts";
import { composeTags, type Path, readYaml, type YamlSource } from "../source/yaml.ts";
import { isPlain, mergeSources } from "./merge.ts";
import { readMerged } from "./read-stage.ts";
import { isActive } from "./services.ts";
import { withDefaults } from "./variables.ts";

type Plain = Record<string, unknown>;

/**
 * A stage as its files say it, without asking compose: variant and `extends` laid over one another, variables at their
 * defaults, contents of config files put in, services that the variant switches off left out. Undefined when the files
 * cannot be read: whoever reads stages tells why.
 */
export function resolvedStage(composeDir: string, stage: string, variant?: string): Plain | undefined {
  const merged = readMerged(composeDir, stage, variant);
  if ("problems" in merged || !isPlain(merged.source.value)) return undefined;
  const folder = dirname(merged.files[0]!);
  const { services, configs } = merged.source.value;
  const extended = Object.entries(isPlain(services) ? services : {}).map(
    ([name]) => [name, serviceOf(merged.source, name, folder)] as const,
  );
  const whole = {
    ...merged.source.value,
    services: Object.fromEntries(extended.filter(([, service]) => isPlain(service) && isActive(service))),
    configs: isPlain(configs) ? withContents(configs, folder) : {},
  };
  return filledIn(whole) as Plain;
}

/** A service with what it extends below it; the other file is named from the stage's folder. */
function serviceOf(source: YamlSource, name: string, folder: string): unknown {
  const own = at(source, ["services", name]);
  const extended = isPlain(own.value) ? own.value.extends : undefined;
  if (!isPlain(extended)) return own.value;
  const file = resolve(folder, String(extended.file));
  const read = readText(file);
  const other =
    "text" in read ? readYaml(file, read.text, { tags: composeTags, merge: true }).source : undefined;
  if (!other) return own.value;
  const base = serviceOf(other, String(extended.service), folder);
  return mergeSources({ ...at(other, ["services", String(extended.service)]), value: base }, own).value;
}

/** A part of a file as a source of its own. */
function at(source: YamlSource, prefix: Path): YamlSource {
  const value = prefix.reduce<unknown>(
    (part, key) => (isPlain(part) ? part[String(key)] : undefined),
    source.value,
  );
  return {
    file: source.file,
    value,
    placeOf: (path, of) => source.placeOf([...prefix, ...path], of),
    tagOf: (path) => source.tagOf([...prefix, ...path]),
  };
}

const withContents = (configs: Plain, folder: string): Plain =>
  Object.fromEntries(
    Object.entries(configs).map(([name, config]) => {
      if (!isPlain(config) || typeof config.file !== "string") return [name, config];
      return [name, { content: readFileSync(resolve(folder, config.file), "utf8"), verbatim: true }];
    }),
  );

// compose fills in what the stage's own files say, not what the files say that they mount
function filledIn(value: unknown): unknown {
  if (typeof value === "string") return withDefaults(value);
  if (Array.isArray(value)) return value.map(filledIn);
  if (!isPlain(value) || value.verbatim === true) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, filledIn(part)]));
}
