import { findEngine } from "../docker/engine/find.ts";
import type { Abilities } from "../model/abilities.ts";
import { LabError } from "../model/errors.ts";
import { abilitiesOf } from "./abilities.ts";
import { listImages } from "./images.ts";
import { type AppContext, openRunningSession } from "./session.ts";

/** What faults can build on here, or why nobody knows yet. */
export type AbilitiesHere = { abilities: Abilities } | { unknown: string };

/** Asks an engine that runs, with the tools image that is here; starts and fetches nothing. */
export async function abilitiesHere(context: AppContext): Promise<AbilitiesHere> {
  try {
    if (!(await findEngine(context.env))) return { unknown: "no container engine runs" };
  } catch (thrown) {
    // one that will not do for labs is no reason to hide what is known without it
    if (thrown instanceof LabError) return { unknown: thrown.message };
    throw thrown;
  }
  const session = await openRunningSession(context);
  const [tools] = await listImages(["tools"], { ...context, engine: session.access });
  if (!tools?.ref) return { unknown: "the tools image is not here yet" };
  return { abilities: await abilitiesOf(session, tools.ref, context) };
}
