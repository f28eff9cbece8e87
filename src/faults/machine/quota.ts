import type { Reach } from "../fault.ts";
import { onMachine } from "./python.ts";

const readProgram = `
def quota(where):
    try:
        place = folder(where, "cpu")
        if v2:
            most, period = read(place + "/cpu.max").split()
        else:
            most, period = read(place + "/cpu.cfs_quota_us"), read(place + "/cpu.cfs_period_us")
    except OSError:
        return None
    return None if most in ("max", "-1") else int(most) / int(period)

print(json.dumps([quota(where) for where in args["where"]]))
`;

// what systemd keeps it would set back to its own figure at its next look, so it must be told
const writeProgram = `
import subprocess

place = folder(args["where"], "cpu")
if os.path.isdir(place):
    if place.endswith(".slice"):
        ask = ["nsenter", "-t", "1", "-m", "-p", "-u", "-i", "-n", "--", "systemctl", "set-property", "--runtime"]
        told = subprocess.run(
            [*ask, os.path.basename(place), f"CPUQuota={args['cpus'] * 100:.2f}%"], capture_output=True, text=True
        )
        if told.returncode != 0:
            raise OSError(told.stderr.strip())
    elif v2:
        period = int(read(place + "/cpu.max").split()[1])
        write(place + "/cpu.max", f"{round(args['cpus'] * period)} {period}")
    else:
        period = int(read(place + "/cpu.cfs_period_us"))
        write(place + "/cpu.cfs_quota_us", round(args["cpus"] * period))
print("null")
`;

// a process of our own goes under the limit for a moment, and takes what it gets
const tryProgram = `
import time

def busy(where):
    place, home = seat(where, "cpu", args["fault"]), folder(str(os.getpid()), "cpu")
    sit(place)
    try:
        begin, used = time.monotonic(), time.process_time()
        while time.monotonic() - begin < args["seconds"]:
            pass
        return {"got": time.process_time() - used, "took": time.monotonic() - begin}
    finally:
        sit(home)
        give_up(place)

print(json.dumps(busy(args["where"])))
`;

/** Cores that the kernel holds for each limit; undefined when it is gone, or no limit. */
export async function readQuotas(where: readonly string[], reach: Reach): Promise<(number | undefined)[]> {
  const held = await onMachine<(number | null)[]>(readProgram, { where }, reach);
  return held.map((cpus) => cpus ?? undefined);
}

export async function readQuota(where: string, reach: Reach): Promise<number | undefined> {
  return (await readQuotas([where], reach))[0];
}

/** Gives a cgroup so many cores; one that is gone does no harm. Throws LabError `fault` when the kernel refuses. */
export async function setQuota(parent: string, cpus: number, reach: Reach): Promise<void> {
  await onMachine(writeProgram, { where: parent, cpus }, reach);
}

/** Processor time that a busy loop gets under a limit, and the time that it took, in seconds. */
export function tryQuota(
  where: string,
  fault: string,
  seconds: number,
  reach: Reach,
): Promise<{ got: number; took: number }> {
  return onMachine(tryProgram, { where, fault, seconds }, reach);
}

/** Figures of the kernel are whole microseconds in a period of 100 ms. */
export function sameQuota(one: number | undefined, other: number | undefined): boolean {
  return one !== undefined && other !== undefined && Math.abs(one - other) < 0.0005;
}
