import type { YamlSource } from "./source/yaml.ts";
import { isPlain } from "./stage/merge.ts";

/** A stage, or a variant of one, by name. */
export interface StageName {
  stage: string;
  variant?: string;
}

/** Stages that a lab.yaml names, whether or not they exist; also of a lab that is broken elsewhere. */
export function stagesNamedIn(source: YamlSource): StageName[] {
  const stages = isPlain(source.value) ? source.value.stages : undefined;
  return Object.values(isPlain(stages) ? stages : {}).flatMap((named): StageName[] => {
    if (!isPlain(named) || typeof named.stage !== "string") return [];
    const { stage, variant } = named;
    return [{ stage, ...(typeof variant === "string" && { variant }) }];
  });
}
