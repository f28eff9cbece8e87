import { routeOf } from "../../model/route.ts";
import type { Draft, DraftJourneyStep } from "../schema/draft.ts";

/** How each kind of request of a load's journeys is called in figures, `{…}` as it is written. */
export function routesOf(draft: Draft, load: string): string[] {
  const journeys = Object.keys(draft.loads?.[load]?.mix ?? {});
  const steps = journeys.flatMap((name) => draft.journeys?.[name] ?? []);
  const routes = steps.map((step) => step && routeOfDraft(step));
  return [...new Set(routes.filter((route) => route !== undefined))];
}

function routeOfDraft(step: DraftJourneyStep): string | undefined {
  if (step.login !== undefined) return routeOf({ kind: "login" });
  const kind = (["post", "upload", "get", "read"] as const).find((one) => step[one] !== undefined);
  return kind && routeOf({ kind, path: step[kind]! });
}
