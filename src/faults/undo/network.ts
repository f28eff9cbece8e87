import type { Reach } from "../fault.ts";
import { residue, sweep } from "../network/frame.ts";
import type { UndoAct } from "./undo-act.ts";

/** A namespace that is gone took the rules along. */
async function helperIn(of: string, reach: Reach): Promise<string | undefined> {
  if (!(await reach.containers.state(of)).running) return undefined;
  return reach.helpers.warm({ kind: "network", of });
}

export const network: UndoAct<{ do: "network"; of: string }> = {
  async apply({ of }, fault, reach) {
    const helper = await helperIn(of, reach);
    if (helper !== undefined) await sweep(helper, fault, reach);
  },
  async undone({ of }, fault, reach) {
    const helper = await helperIn(of, reach);
    return helper === undefined || (await residue(helper, fault, reach)) === "";
  },
};
