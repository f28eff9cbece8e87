import { readQuota, sameQuota, setQuota } from "../machine/quota.ts";
import type { UndoAct } from "./undo-act.ts";

export const quota: UndoAct<{ do: "quota"; parent: string; cpus: number }> = {
  apply: ({ parent, cpus }, _fault, reach) => setQuota(parent, cpus, reach),
  async undone({ parent, cpus }, _fault, reach) {
    const held = await readQuota(parent, reach);
    // gone with its run
    return held === undefined || sameQuota(held, cpus);
  },
};
