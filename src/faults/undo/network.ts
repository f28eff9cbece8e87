import type { Reach } from "../fault.ts";
import { residue, sweep } from "../network/frame.ts";
import type { UndoAct } from "./undo-act.ts";

const tries = 5;
const pauseMs = 100;

/**
 * Does something in the namespace, with another helper when the one at hand ends meanwhile. A namespace that is gone
 * took everything in it along: undefined.
 */
async function inNamespace<T>(
  of: string,
  reach: Reach,
  work: (helper: string) => Promise<T>,
): Promise<T | undefined> {
  const runs = async (id: string) => (await reach.containers.state(id)).running;
  for (let left = tries; await runs(of); left--) {
    let helper: string | undefined;
    try {
      helper = await reach.helpers.warm({ kind: "network", of });
      return await work(helper);
    } catch (thrown) {
      const gone = helper === undefined ? !(await runs(of)) : !(await runs(helper));
      if (!gone || left === 0) throw thrown;
      await reach.pause(pauseMs);
    }
  }
  return undefined;
}

export const network: UndoAct<{ do: "network"; of: string }> = {
  async apply({ of }, fault, reach) {
    await inNamespace(of, reach, (helper) => sweep(helper, fault, reach));
  },
  async undone({ of }, fault, reach) {
    const left = await inNamespace(of, reach, (helper) => residue(helper, fault, reach));
    return left === undefined || left === "";
  },
};
