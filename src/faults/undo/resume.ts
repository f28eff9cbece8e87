import type { HostProcess } from "../../model/undo.ts";
import { lookAt, signalProcesses } from "../machine/processes.ts";
import type { UndoAct } from "./undo-act.ts";

export const resume: UndoAct<{ do: "resume"; processes: HostProcess[] }> = {
  async apply({ processes }, _fault, reach) {
    await signalProcesses(processes, "CONT", reach);
  },
  async undone({ processes }, _fault, reach) {
    return !(await lookAt(processes, reach)).includes("stopped");
  },
};
