import type { Reach } from "../fault.ts";
import { onMachine } from "./python.ts";

/** Reads limits, what is left of them, and how often the kernel has killed under them. Page cache counts as left. */
export const memoryFunctions = `
def table(file):
    return dict(line.split()[:2] for line in read(file).splitlines())

def memory(place):
    limit = read(place + ("/memory.max" if v2 else "/memory.limit_in_bytes"))
    usage = int(read(place + ("/memory.current" if v2 else "/memory.usage_in_bytes")))
    stat, prefix = table(place + "/memory.stat"), "" if v2 else "total_"
    cache = int(stat[prefix + "active_file"]) + int(stat[prefix + "inactive_file"])
    limit = host()["total"] if limit == "max" else int(limit)
    return limit, limit - usage + cache

def host():
    found = table("/proc/meminfo")
    return {"total": int(found["MemTotal:"]) * 1024, "available": int(found["MemAvailable:"]) * 1024}

# v1 counts in the victim's own cgroup only
def kills(place):
    counts = {}
    for path, _, _ in os.walk(place):
        try:
            counts[path] = int(table(path + ("/memory.events" if v2 else "/memory.oom_control")).get("oom_kill", 0))
        except OSError:
            pass
    return counts
`;

const lookProgram = `${memoryFunctions}
limit, left = memory(folder(args["where"], "memory"))
print(json.dumps({"limit": limit, "left": left, "host": host()}))
`;

/** Bytes; \`left\` is what the limit still allows. */
export interface MemoryLook {
  limit: number;
  left: number;
  host: { total: number; available: number };
}

/** What the kernel says of the memory under a limit, and of the machine's. */
export function lookAtMemory(where: string, reach: Reach): Promise<MemoryLook> {
  return onMachine(lookProgram, { where }, reach);
}

/** The machine keeps so much for itself, whatever is taken. */
export function reserveOf(totalBytes: number): number {
  return Math.max(totalBytes / 20, 128 * 1024 ** 2);
}
