import { spawn } from "node:child_process";
import { once } from "node:events";
import { LabError } from "../../../model/errors.ts";
import type { Say } from "../../../model/progress.ts";

/** Machine-wide: whatever its home, an engine changes the one firewall of the host. */
export const engineLockPath = "/run/stagecraft-engine.lock";

const waitingAfterMs = 400;

/**
 * Runs `work` while no other process on the machine holds the lock. The kernel keeps it (flock), in a helper that ends
 * with our end of its pipe: a holder killed at any moment leaves nothing stale. The helper has its own session, so that
 * a terminal's Ctrl-C does not free the lock before the work is undone.
 */
export async function withEngineLock<T>(say: Say, work: () => Promise<T>, path = engineLockPath): Promise<T> {
  const holder = spawn("flock", [path, "sh", "-c", "echo held; exec cat >/dev/null"], {
    stdio: ["pipe", "pipe", "pipe"],
    detached: true,
  });
  let complaint = "";
  holder.stderr.on("data", (chunk) => {
    complaint += chunk;
  });
  const ended = once(holder, "close").catch((error: Error) => {
    complaint = error.message;
  });
  const timer = setTimeout(
    () => say("waiting for another process that is busy with the engine"),
    waitingAfterMs,
  );
  await Promise.race([once(holder.stdout, "data"), ended]);
  clearTimeout(timer);
  if (holder.exitCode !== null || complaint) {
    throw new LabError("environment", `cannot take the engine's lock ${path}: ${complaint.trim()}`, {
      next: "this needs root, a writable /run and flock (package util-linux)",
    });
  }
  try {
    return await work();
  } finally {
    holder.stdin.end();
    await ended;
  }
}
