import { dirname, join, resolve } from "node:path";
import type { Problem } from "../../model/errors.ts";
import { choose } from "../../model/nearest.ts";
import type { Stage } from "../../model/stage.ts";
import { readText } from "../source/file.ts";
import { findingsIn, inOrder } from "../source/problems.ts";
import { checkShape } from "../source/shape.ts";
import { composeTags, readYaml, type YamlSource } from "../source/yaml.ts";
import { checkAllowed } from "./allowed/check.ts";
import { checkEntry } from "./entry.ts";
import { type StageExtension, stageExtension } from "./extension.ts";
import { readHelpers } from "./helpers.ts";
import { readImageVariables } from "./image-list.ts";
import { readImages } from "./images.ts";
import { isPlain, mergeSources } from "./merge.ts";
import { stageNames, variantNames } from "./names.ts";
import { readServers } from "./servers.ts";
import { mapsOf } from "./services.ts";
import { checkStandardFault } from "./standard-fault.ts";
import { readZones } from "./zones.ts";

/**
 * Reads compose/<stage>/compose.yaml, with variants/<variant>.yaml laid over it, as a stage; or says everything
 * that is wrong with it.
 */
export function readStage(
  composeDir: string,
  stage: string,
  variant?: string,
): { stage: Stage } | { problems: Problem[] } {
  const merged = readMerged(composeDir, stage, variant);
  if ("problems" in merged) return merged;
  const { source, files } = merged;
  const images = readImageVariables(composeDir);
  const allowed = merged.sources.flatMap((one) => checkAllowed(one, dirname(files[0]!)));
  const findings = findingsIn(source);
  if (!isPlain(source.value)) {
    return { problems: allowed };
  }
  const compose = source.value;
  const services = mapsOf(compose.services);
  if (services.size === 0) findings.add(["services"], "the stage has no services");
  const imageNames = readImages(services, images.variables, findings);
  if (compose["x-stagecraft"] === undefined) {
    findings.add([], '"x-stagecraft" is missing', "x-stagecraft: {entry: …, client: …, servers: …}");
    return { problems: inOrder([...images.problems, ...allowed, ...findings.problems]) };
  }
  const extension = compose["x-stagecraft"] as StageExtension;
  if (checkShape(stageExtension, extension, findings, ["x-stagecraft"]).length > 0) {
    return { problems: inOrder([...images.problems, ...allowed, ...findings.problems]) };
  }
  checkEntry(extension, compose, services, findings);
  const servers = readServers(extension, services, findings);
  checkStandardFault(extension, servers, findings);
  const helpers = readHelpers(extension, services);
  const zones = readZones(extension, servers, findings);
  const problems = inOrder([...images.problems, ...allowed, ...findings.problems]);
  if (problems.length > 0) return { problems };
  const { standardFault } = extension;
  const { host, ...entry } = extension.entry;
  const { dns, ...client } = extension.client;
  return {
    stage: {
      name: stage,
      ...(variant !== undefined && { variant }),
      files,
      entry: { ...entry, ...(host !== undefined && { host }) },
      client: { ...client, ...(dns !== undefined && { dns }) },
      servers,
      ...(zones && { zones }),
      images: imageNames,
      ...(helpers.length > 0 && { helpers }),
      ...(standardFault && { standardFault }),
    },
  };
}

/** A stage's files merged, before anything is checked; missing ones with what there is. */
export function readMerged(
  composeDir: string,
  stage: string,
  variant?: string,
): { source: YamlSource; sources: YamlSource[]; files: string[] } | { problems: Problem[] } {
  const folder = resolve(composeDir, stage);
  const names = stageNames(composeDir);
  if (!names.includes(stage)) {
    const what = `there is no stage "${stage}"`;
    return {
      problems: [
        { what, place: { file: join(folder, "compose.yaml") }, next: choose(stage, names, "stages") },
      ],
    };
  }
  const files = [join(folder, "compose.yaml")];
  if (variant !== undefined) {
    const variants = variantNames(composeDir, stage);
    const file = join(folder, "variants", `${variant}.yaml`);
    if (!variants.includes(variant)) {
      const what = `the stage "${stage}" has no variant "${variant}"`;
      return { problems: [{ what, place: { file }, next: choose(variant, variants, "variants") }] };
    }
    files.push(file);
  }
  const problems: Problem[] = [];
  const sources = files.map((file) => {
    const read = readText(file);
    if ("problem" in read) {
      problems.push(read.problem);
      return undefined;
    }
    const yaml = readYaml(file, read.text, { tags: composeTags, merge: true });
    problems.push(...yaml.problems);
    return yaml.source;
  });
  if (problems.length > 0 || !sources[0]) return { problems };
  return {
    source: mergeSources(sources[0], sources[1]),
    sources: sources.flatMap((one) => one ?? []),
    files,
  };
}
