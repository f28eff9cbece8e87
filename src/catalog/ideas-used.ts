import type { Place, Problem } from "../model/errors.ts";
import type { IdeaList } from "../model/idea.ts";
import { nearest } from "../model/nearest.ts";
import { valueAt } from "./source/shape.ts";
import type { Path, YamlSource } from "./source/yaml.ts";
import { listIn } from "./source/yaml-file.ts";

/** A claim that proves an idea, or a step that treats it. */
export interface IdeaUse {
  idea: string;
  kind: "claim" | "step";
  /** Id of the claim or step. */
  id: string;
  place: Place;
}

/** Every idea that a lab.yaml names, with its place; also of a lab that is broken elsewhere. */
export function ideasUsedIn(source: YamlSource): IdeaUse[] {
  const at = (path: Path) => valueAt(source.value, path);
  const named = (kind: IdeaUse["kind"], list: string, key: string): IdeaUse[] =>
    listIn(at([list])).flatMap((_, index) =>
      listIn(at([list, index, key])).flatMap((idea, entry) => {
        const place = source.placeOf([list, index, key, entry]);
        return typeof idea === "string" ? [{ idea, kind, id: String(at([list, index, "id"])), place }] : [];
      }),
    );
  return [...named("step", "steps", "treats"), ...named("claim", "claims", "proves")];
}

/** Every idea that is named exists, and what cannot be run here is not said to be proved. */
export function checkUses(uses: readonly IdeaUse[], { ideas }: IdeaList): Problem[] {
  const ids = ideas.map((one) => one.id);
  return uses.flatMap(({ idea, kind, place }): Problem[] => {
    const found = ideas.find((one) => one.id === idea);
    if (!found) {
      const near = nearest(idea, ids);
      const next =
        near === undefined ? "labs/ideas.yaml lists them: add it there" : `did you mean "${near}"?`;
      return [{ what: `there is no idea "${idea}"`, place, next }];
    }
    if (kind === "step" || !found.sidebar) return [];
    const what = `the idea "${idea}" cannot be run here, so no claim proves it`;
    return [{ what, place, next: "name it under `treats` of a step, or give it a `lab` in labs/ideas.yaml" }];
  });
}
