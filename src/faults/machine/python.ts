import { LabError } from "../../model/errors.ts";
import type { Reach } from "../fault.ts";

/**
 * What every program on the machine begins with: its arguments, and where a limit lives on either cgroup version. A
 * limit is named by the path of a shared cgroup, or by the number of a process that is under it.
 */
const prelude = `
import json, os, sys

base = "/sys/fs/cgroup"
v2 = os.path.exists(base + "/cgroup.controllers")
args = json.loads(sys.argv[1])

def read(file):
    with open(file) as opened:
        return opened.read().strip()

def write(file, text):
    with open(file, "w") as opened:
        opened.write(str(text))

def path_of(pid, controller):
    for line in read(f"/proc/{pid}/cgroup").splitlines():
        _, names, path = line.split(":", 2)
        if names == "" if v2 else controller in names.split(","):
            return path
    raise FileNotFoundError(f"process {pid} is under no {controller} cgroup")

def folder(where, controller):
    path = where if where.startswith("/") else path_of(where, controller)
    return base + ("" if v2 else "/" + controller) + path

# on v2 only leaves may hold processes: under a shared limit a leaf of our own
def seat(where, controller, fault):
    place = folder(where, controller)
    if v2 and where.startswith("/"):
        place += "/sc-" + fault
        os.makedirs(place, exist_ok=True)
    return place

def give_up(place):
    if "/sc-" in place:
        try:
            os.rmdir(place)
        except OSError:
            pass

def sit(place, pid="self"):
    write(place + "/cgroup.procs", os.getpid() if pid == "self" else pid)
`;

/** The command that runs a program; it finds its arguments in \`args\`. */
export function pythonCommand(program: string, args: unknown): string[] {
  return ["python3", "-IS", "-c", prelude + program, JSON.stringify(args)];
}

/** Runs a program in a helper to its end; answers with the JSON value that it prints. Throws LabError `fault`. */
export async function runIn<T>(helper: string, program: string, args: unknown, reach: Reach): Promise<T> {
  const { code, output } = await reach.containers.exec(helper, pythonCommand(program, args));
  if (code !== 0) {
    const why = output.trim().split("\n").at(-1) ?? "";
    throw new LabError("fault", `a look at the machine failed: ${why || `exit code ${code}`}`);
  }
  return JSON.parse(output) as T;
}

/** The same in the warm helper that sees the machine's cgroups and processes. */
export async function onMachine<T>(program: string, args: unknown, reach: Reach): Promise<T> {
  return runIn(await reach.helpers.warm({ kind: "machine" }), program, args, reach);
}
