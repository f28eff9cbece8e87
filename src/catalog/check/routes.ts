import { routeName } from "../../model/route.ts";
import type { Draft } from "../schema/draft.ts";

/** How each kind of request of a load's journeys is called in figures, `{…}` as it is written. */
export function routesOf(draft: Draft, load: string): string[] {
  const journeys = Object.keys(draft.loads?.[load]?.mix ?? {});
  const steps = journeys.flatMap((name) => draft.journeys?.[name] ?? []);
  const routes = steps.flatMap((step) => {
    if (step?.login !== undefined) return [routeName("POST", "/login")];
    if (step?.post !== undefined) return [routeName("POST", step.post)];
    if (step?.upload !== undefined) return [routeName("PUT", step.upload)];
    const read = step?.get ?? step?.read;
    return read === undefined ? [] : [routeName("GET", read)];
  });
  return [...new Set(routes)];
}
