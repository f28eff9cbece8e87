import type { HostProcess } from "../../model/undo.ts";
import type { Reach } from "../fault.ts";
import { onMachine } from "./python.ts";

/** A process inside a container, as the host numbers it. */
export interface FoundProcess extends HostProcess {
  /** As /proc/PID/comm has it: 15 characters at most. */
  name: string;
  /** File name of its program: some call their threads otherwise, such as node its first one MainThread. */
  program: string;
  /** The container's own first process: it ends with it. */
  first: boolean;
}

// number and start time together are never used again until the next boot
const stat = `
def stat(pid):
    try:
        text = read(f"/proc/{pid}/stat")
    except OSError:
        return None
    fields = text[text.rindex(")") + 2:].split()
    return {"state": fields[0], "started": fields[19]}
`;

// of the container's cgroup and of its pid namespace: either alone could take in foreign ones
const findProgram = `${stat}
def inside(pid, first):
    own, root = path_of(pid, "pids"), path_of(first, "pids")
    if own != root and not own.startswith(root + "/"):
        return False
    return os.readlink(f"/proc/{pid}/ns/pid") == os.readlink(f"/proc/{first}/ns/pid")

def found(first):
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            seen = stat(pid)
            if seen and seen["state"] not in "ZX" and inside(pid, first):
                name = read(f"/proc/{pid}/comm")
                program = os.path.basename(os.readlink(f"/proc/{pid}/exe").removesuffix(" (deleted)"))
                yield {**seen, "pid": int(pid), "name": name, "program": program, "first": pid == first}
        except OSError:
            pass

print(json.dumps([list(found(str(first))) for first in args["first"]]))
`;

// by a handle on the process: its number cannot pass to another one in between
const signalProgram = `${stat}
import signal

def send(process):
    try:
        handle = os.pidfd_open(process["pid"])
    except ProcessLookupError:
        return False
    try:
        seen = stat(process["pid"])
        if not seen or seen["started"] != process["started"]:
            return False
        signal.pidfd_send_signal(handle, signal.Signals["SIG" + args["signal"]])
        return True
    except ProcessLookupError:
        return False
    finally:
        os.close(handle)

print(json.dumps([send(process) for process in args["processes"]]))
`;

const lookProgram = `${stat}
def state(process):
    seen = stat(process["pid"])
    if not seen or seen["started"] != process["started"] or seen["state"] in "ZX":
        return "gone"
    return "stopped" if seen["state"] == "T" else "lives"

print(json.dumps([state(process) for process in args["processes"]]))
`;

/** What runs in each container, named by its first process. */
export function findProcesses(first: readonly number[], reach: Reach): Promise<FoundProcess[][]> {
  return onMachine(findProgram, { first }, reach);
}

const named = (processes: readonly HostProcess[]) => processes.map(({ pid, started }) => ({ pid, started }));

/** Sends a signal to these very processes; false for each that was gone. */
export function signalProcesses(
  processes: readonly HostProcess[],
  signal: string,
  reach: Reach,
): Promise<boolean[]> {
  return onMachine(signalProgram, { processes: named(processes), signal }, reach);
}

/** What has become of these very processes. */
export function lookAt(
  processes: readonly HostProcess[],
  reach: Reach,
): Promise<("lives" | "stopped" | "gone")[]> {
  return onMachine(lookProgram, { processes: named(processes) }, reach);
}
