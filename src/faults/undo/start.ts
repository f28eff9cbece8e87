import type { UndoAct } from "./undo-act.ts";

export const start: UndoAct<{ do: "start"; container: string; life?: string }> = {
  async apply({ container, life }, _fault, { containers }) {
    const state = await containers.state(container);
    if (!state.exists) return;
    const ending = state.running && state.startedAt === life;
    // joins the order that is under way, instead of being overtaken by it
    if (ending) await containers.stop(container);
    if (!state.running || ending) await containers.start(container);
  },
  async undone({ container, life }, _fault, { containers }) {
    const state = await containers.state(container);
    return !state.exists || (state.running && state.startedAt !== life);
  },
};
