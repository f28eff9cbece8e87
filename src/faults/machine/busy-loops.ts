import type { Reach } from "../fault.ts";
import { runIn } from "./python.ts";

const pidsFile = "/tmp/loops";

/**
 * Keeps so many busy loops under a processor limit; ends with its time. They leave when nothing else is under a
 * container's limit, because the engine starts no container whose cgroup still holds processes, and come back with it.
 */
export const loopsProgram = `
import signal, time

where, count = args["where"], args["count"]
end = time.monotonic() + args["seconds"]
parent = os.getppid()
own = os.getpid()
place = seat(where, "cpu", args["fault"])
loops = []

def busy():
    sit(place)
    while time.monotonic() < end and os.getppid() == own:
        for _ in range(20000):
            pass

def begin():
    pid = os.fork()
    if pid == 0:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        try:
            busy()
        except OSError:
            pass # the limit has just gone
        os._exit(0)
    loops.append(pid)

def end_all():
    for pid in loops:
        os.kill(pid, signal.SIGKILL)
    for pid in loops:
        os.waitpid(pid, 0)
    loops.clear()

def others():
    if where.startswith("/"):
        return True
    try:
        return any(int(pid) not in loops for pid in read(place + "/cgroup.procs").split())
    except OSError:
        return False

def leave(*_):
    end_all()
    give_up(place)
    os._exit(0)

signal.signal(signal.SIGTERM, leave)
while time.monotonic() < end and os.getppid() == parent:
    if not others():
        end_all()
    elif not loops:
        for _ in range(count):
            begin()
    with open("${pidsFile}.new", "w") as out:
        json.dump(loops, out)
    os.rename("${pidsFile}.new", "${pidsFile}")
    time.sleep(0.05)
leave()
`;

const measureProgram = `
import time

def used(pid):
    try:
        fields = read(f"/proc/{pid}/stat").rsplit(")", 1)[1].split()
        exact = read(f"/proc/{pid}/schedstat").split()[0] if os.path.exists(f"/proc/{pid}/schedstat") else None
        return int(exact) / 1e9 if exact else (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    except OSError:
        return 0

def total():
    return sum(used(pid) for pid in pids)

pids = json.loads(read("${pidsFile}")) if os.path.exists("${pidsFile}") else []
before, begin = total(), time.monotonic()
time.sleep(args["seconds"])
after = total()
print(json.dumps({"got": max(0, after - before), "took": time.monotonic() - begin, "loops": len(pids)}))
`;

/** Processor time that the loops of a helper get while we look, in seconds. */
export function measureLoops(
  helper: string,
  seconds: number,
  reach: Reach,
): Promise<{ got: number; took: number; loops: number }> {
  return runIn(helper, measureProgram, { seconds }, reach);
}
