import { hint, recordOf } from "../../guide/walk.ts";
import type { AppContext } from "../session.ts";
import { keep, type OpenWalk, stepAt } from "./open-walk.ts";

/** One more hint for the step that the learner stands at; the last ones stay counted. */
export async function askHint(
  context: Pick<AppContext, "root" | "env">,
  open: OpenWalk,
): Promise<{ open: OpenWalk; hint: string | undefined; nth: number; of: number }> {
  const step = stepAt(open);
  const given = hint(open.shown.lab, open.walk);
  const nth = recordOf(given.walk, step.id).hints ?? 0;
  const after = given.hint === undefined ? open : await keep(context, open, given.walk);
  return { open: after, hint: given.hint, nth, of: step.hints.length };
}
