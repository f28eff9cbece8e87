import type { StageHelper } from "../../model/stage.ts";
import type { StageExtension } from "./extension.ts";
import { isActive, type Service } from "./services.ts";
import { memoryMiB } from "./variables.ts";

/** The helpers that a stage has with its variant; that they exist is checked with the servers. */
export function readHelpers(
  extension: StageExtension,
  services: ReadonlyMap<string, Service>,
): StageHelper[] {
  return [...new Set(extension.helpers)].flatMap((name) => {
    const service = services.get(name);
    if (!service || !isActive(service)) return [];
    return [{ service: name, memoryMiB: memoryMiB(service.mem_limit) ?? 0 }];
  });
}
