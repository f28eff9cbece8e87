import type { UndoAct } from "./undo-act.ts";

export const cpus: UndoAct<{ do: "cpus"; container: string; cpus: number }> = {
  apply: ({ container, cpus }, _fault, reach) => reach.containers.setCpus(container, cpus),
  async undone({ container, cpus }, _fault, reach) {
    if (!(await reach.containers.state(container)).exists) return true;
    return (await reach.containers.limits(container)).cpus === cpus;
  },
};
