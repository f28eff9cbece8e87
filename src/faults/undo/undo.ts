import { LabError, messageOf } from "../../model/errors.ts";
import type { Undo } from "../../model/undo.ts";
import type { Reach } from "../fault.ts";
import { command } from "./command.ts";
import { cpus } from "./cpus.ts";
import { file } from "./file.ts";
import { helpers } from "./helpers.ts";
import { network } from "./network.ts";
import { quota } from "./quota.ts";
import { resume } from "./resume.ts";
import { start } from "./start.ts";
import type { UndoAct } from "./undo-act.ts";
import { unpause } from "./unpause.ts";

const acts: { [K in Undo["do"]]: UndoAct<Extract<Undo, { do: K }>> } = {
  start,
  unpause,
  resume,
  cpus,
  quota,
  network,
  helpers,
  file,
  command,
};

const actOf = (undo: Undo): UndoAct => acts[undo.do] as UndoAct;

/** Carries out every act in order, also after one that failed; throws LabError `fault` with what failed. */
export async function applyAll(undos: readonly Undo[], fault: string, reach: Reach): Promise<void> {
  const failures: unknown[] = [];
  for (const undo of undos) {
    try {
      await actOf(undo).apply(undo, fault, reach);
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  if (failures.length === 0) return;
  const engineGone = failures.find((one) => one instanceof LabError && one.code === "engine");
  if (engineGone) throw engineGone;
  throw new LabError("fault", `not undone: ${failures.map(messageOf).join("; ")}`, {
    next: "./lab heal tries again",
    cause: failures[0],
  });
}

/** True when nothing of the fault is left to undo. */
export async function allUndone(undos: readonly Undo[], fault: string, reach: Reach): Promise<boolean> {
  const answers = await Promise.all(undos.map((undo) => actOf(undo).undone(undo, fault, reach)));
  return answers.every(Boolean);
}
