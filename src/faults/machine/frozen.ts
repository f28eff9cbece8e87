import type { Reach } from "../fault.ts";
import { onMachine } from "./python.ts";

const program = `
def frozen(pid):
    try:
        if v2:
            return "frozen 1" in read(folder(pid, "freezer") + "/cgroup.events").splitlines()
        return read(folder(pid, "freezer") + "/freezer.state") == "FROZEN"
    except OSError:
        return False

print(json.dumps([frozen(str(pid)) for pid in args["pids"]]))
`;

/** True when the kernel has frozen every one of these processes. */
export async function allFrozen(pids: readonly number[], reach: Reach): Promise<boolean> {
  return (await onMachine<boolean[]>(program, { pids }, reach)).every(Boolean);
}
