import type { LabCommand } from "../model/lab.ts";
import type { PlannedCommand } from "../model/plan.ts";

/** The commands that a step runs on one stage, in the lab's order. `--quick` leaves them as they are. */
export function plannedCommands(commands: readonly LabCommand[], on: string): PlannedCommand[] {
  return commands.flatMap(({ only, ...command }) => (only && !only.includes(on) ? [] : [command]));
}
