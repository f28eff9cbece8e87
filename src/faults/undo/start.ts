import type { UndoAct } from "./undo-act.ts";

export const start: UndoAct<{ do: "start"; container: string }> = {
  async apply({ container }, _fault, reach) {
    // the engine refuses to start one that runs and is paused
    if (!(await reach.containers.state(container)).running) await reach.containers.start(container);
  },
  async undone({ container }, _fault, reach) {
    const state = await reach.containers.state(container);
    return !state.exists || state.running;
  },
};
