import type { Undo } from "../../model/undo.ts";
import type { UndoAct } from "./undo-act.ts";

/** Inside a container that does not run there is nothing to undo now; when it runs again the act is tried again. */
export const command: UndoAct<Extract<Undo, { do: "command" }>> = {
  async apply({ container, command }, _fault, reach) {
    const state = await reach.containers.state(container);
    if (state.running && !state.paused) await reach.containers.exec(container, command);
  },
  async undone({ container, done, endsWithContainer }, _fault, reach) {
    const state = await reach.containers.state(container);
    if (!state.running) return !state.exists || endsWithContainer === true;
    if (state.paused) return false;
    return (await reach.containers.exec(container, done)).code === 0;
  },
};
