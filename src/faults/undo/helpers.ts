import type { UndoAct } from "./undo-act.ts";

export const helpers: UndoAct<{ do: "helpers" }> = {
  async apply(_undo, fault, reach) {
    const found = await reach.helpers.ofFault(fault);
    await Promise.all(found.map(({ id }) => reach.helpers.remove(id)));
  },
  async undone(_undo, fault, reach) {
    return (await reach.helpers.ofFault(fault)).length === 0;
  },
};
