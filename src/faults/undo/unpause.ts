import type { UndoAct } from "./undo-act.ts";

export const unpause: UndoAct<{ do: "unpause"; container: string }> = {
  async apply({ container }, _fault, reach) {
    if ((await reach.containers.state(container)).paused) await reach.containers.unpause(container);
  },
  async undone({ container }, _fault, reach) {
    return !(await reach.containers.state(container)).paused;
  },
};
