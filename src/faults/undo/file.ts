import { LabError } from "../../model/errors.ts";
import type { UndoAct } from "./undo-act.ts";

type FileUndo = { do: "file"; volumesOf: string; path: string };

const exec = async (undo: FileUndo, command: string[], reach: Parameters<UndoAct["apply"]>[2]) => {
  const helper = await reach.helpers.warm({ kind: "volumes", of: undo.volumesOf });
  return reach.containers.exec(helper, command);
};

export const file: UndoAct<FileUndo> = {
  async apply(undo, _fault, reach) {
    // the volume is gone with its container
    if (!(await reach.containers.state(undo.volumesOf)).exists) return;
    const { code, output } = await exec(undo, ["rm", "-f", undo.path], reach);
    if (code !== 0)
      throw new LabError("fault", `the fill file ${undo.path} was not removed: ${output.trim()}`);
  },
  async undone(undo, _fault, reach) {
    if (!(await reach.containers.state(undo.volumesOf)).exists) return true;
    return (await exec(undo, ["test", "!", "-e", undo.path], reach)).code === 0;
  },
};
