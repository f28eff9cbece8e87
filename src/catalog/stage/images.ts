import { choose } from "../../model/nearest.ts";
import type { Findings } from "../source/problems.ts";
import { isActive, type Service } from "./services.ts";
import { onlyVariable } from "./variables.ts";

/** Variable of an image -> its name in images.yaml. */
export type ImageVariables = ReadonlyMap<string, string>;

/** Names of the images that a stage's services need; every one can be overridden by its variable. */
export function readImages(
  services: ReadonlyMap<string, Service>,
  variables: ImageVariables,
  findings: Findings,
): string[] {
  const names = new Set<string>();
  for (const [name, service] of services) {
    if (!isActive(service)) continue;
    const image = service.image;
    const written = typeof image === "string" ? onlyVariable(image) : undefined;
    if (!written || written.fallback === "") {
      const next = `image: \${STAGECRAFT_NAME:-official:tag}, so that another image can take its place`;
      const what =
        image === undefined
          ? `the service "${name}" has no image`
          : `the image of "${name}" cannot be overridden`;
      findings.add(["services", name, "image"], what, next);
      continue;
    }
    const known = variables.get(written.variable);
    if (known === undefined) {
      const next = choose(written.variable, [...variables.keys()], "variables");
      findings.add(["services", name, "image"], `no image has the variable ${written.variable}`, next);
    } else names.add(known);
  }
  return [...names].sort();
}
