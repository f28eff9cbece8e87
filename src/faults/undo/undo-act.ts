import type { Undo } from "../../model/undo.ts";
import type { Reach } from "../fault.ts";

/** How one sort of act is carried out, and how it is known to have been. */
export interface UndoAct<U extends Undo = Undo> {
  apply(undo: U, fault: string, reach: Reach): Promise<void>;
  /** True when there is nothing left to undo. */
  undone(undo: U, fault: string, reach: Reach): Promise<boolean>;
}
