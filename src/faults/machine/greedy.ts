import { memoryFunctions } from "./memory.ts";

/** Where the greedy process says how it stands, inside its helper. */
export const saidFile = "/tmp/said";

/** How a greedy process stands; bytes. */
export interface Said {
  state: "taking" | "holding" | "struck" | "failed";
  taken: number;
  left: number;
  why?: string;
}

/**
 * Takes memory under a limit, step by step, until the kernel kills a process there or so little is left as was asked;
 * ends with its time. The process that holds the memory stands outside of the limit, so that nothing of ours is in the
 * way of a container that starts again: each step is written to a file in memory by a child that is under the limit
 * just then, and is charged there for as long as we hold the file. That child is far too small to be the OOM killer's
 * choice. Pages are locked: on a machine with swap they would only move there.
 */
export const greedyProgram = `${memoryFunctions}
import mmap, subprocess, time

where, leave, reserve = args["where"], args["leave"], args["reserve"]
end = time.monotonic() + args["seconds"]
parent = os.getppid()
place = folder(where, "memory")
grain, locked = 131072, 0x2000
file = os.memfd_create("taken")
held = []
taken = 0

def say(state, left=0, why=None):
    with open("${saidFile}.new", "w") as out:
        json.dump({"state": state, "taken": taken, "left": left, **({"why": why} if why else {})}, out)
    os.rename("${saidFile}.new", "${saidFile}")

def lives():
    return time.monotonic() < end and os.getppid() == parent

def take(size, before):
    global taken
    at = seat(where, "memory", args["fault"])
    under = 'echo $$ > "$1/cgroup.procs" || exit 3; { echo -1000 > /proc/self/oom_score_adj; } 2>/dev/null; exec head -c "$2" /dev/zero'
    late = time.monotonic() + 5
    child = subprocess.Popen(["sh", "-c", under, "take", at, str(size)], stdout=file)
    try:
        # the victim gives its memory back slowly: what asks for some until then would cost a second one
        while child.poll() is None and time.monotonic() < late and not struck(before):
            time.sleep(0.001)
        child.kill()
        code = child.wait()
    finally:
        give_up(at)
    if code == 0:
        try:
            held.append(mmap.mmap(file, size, flags=mmap.MAP_SHARED | locked, offset=taken))
        except OSError:
            pass
        taken += size
    return code

def struck(before):
    return any(count > before.get(path, 0) for path, count in kills(place).items())

def release():
    while held:
        held.pop().close()
    os.ftruncate(file, 0)

def squeeze():
    before = kills(place)
    step = max(1 << 20, memory(place)[0] // 64 // grain * grain)
    reached = False
    while lives():
        limit, left = memory(place)
        if struck(before):
            return "struck", left, None
        if host()["available"] < reserve:
            return "failed", left, "the machine itself runs short of memory"
        # what is asked is reached once; then only a larger gap is closed again
        if leave is not None and left < leave + grain:
            reached = True
        if reached and left <= 2 * leave + step:
            say("holding", left)
            time.sleep(0.1)
            continue
        reached = False
        say("taking", left)
        # small at the end: while a victim's memory is given back, a long step would call for a second victim
        room = left // 2 if leave is None else left - leave
        code = take(max(grain, min(step, room) // grain * grain), before)
        if code == 0:
            time.sleep(0.002)
        elif struck(before):
            return "struck", left, None
        else:
            return "failed", left, "the kernel gave no more and killed no process of the server"
    return "failed", 0, "its time was up"

try:
    state, left, why = squeeze()
except OSError as gone:
    state, left, why = "failed", 0, f"the limit is gone: {gone}"
release()
say(state, left, why)
while lives():
    time.sleep(0.1)
`;
