// One set-up per checkout at a time. A lock names its holder by pid and start time, so that a dead one's is broken.
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** When a process started, in clock ticks since boot; "" where the system does not tell (then the pid alone counts). */
export function startTimeOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
  } catch {
    return "";
  }
}

/** `PID START-TIME`, by which a process is known even when its number is used again. */
export const identityOf = (pid) => `${pid} ${startTimeOf(pid)}`;

/** Whether the process of an identity still runs. */
export function alive(holder) {
  const [pid, started] = holder.split(" ");
  if (!(Number(pid) > 0)) return false; // a crash of the machine can leave an empty file
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (error.code !== "EPERM") return false;
  }
  return !started || startTimeOf(pid) === started;
}

function readHolder(path) {
  try {
    return readFileSync(path, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** Takes the lock if it is free: a whole file is linked into place, so nobody ever reads half a holder. */
function take(path, mine) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, mine);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if (error.code === "EEXIST") return false;
    throw error;
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves a dead holder's lock away; one that changed hands in between is put back. */
function breakStale(path, holder) {
  const aside = `${path}.stale.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch {
    return; // somebody else was quicker
  }
  if (readHolder(aside) !== holder) {
    try {
      linkSync(aside, path);
    } catch {}
  }
  rmSync(aside, { force: true });
}

/** Runs `work` while this process alone holds the checkout's lock. */
export async function withLock(project, say, work) {
  const path = join(project, ".stagecraft/setup.lock");
  try {
    mkdirSync(join(project, ".stagecraft"), { recursive: true });
    writeFileSync(`${path}.${process.pid}`, "");
  } catch (error) {
    throw Object.assign(new Error(`the project folder ${project} cannot be written (${error.code})`), {
      next: "clone it into a folder of your own, or make this one writable, and run the command again",
    });
  }
  const mine = identityOf(process.pid);
  let told = false;
  while (!take(path, mine)) {
    const holder = readHolder(path);
    if (holder !== undefined && !alive(holder)) breakStale(path, holder);
    else {
      if (!told)
        say(`waiting for process ${holder?.split(" ")[0] ?? "?"}, which is setting up this checkout`);
      told = true;
      await sleep(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}
