import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../model/errors.ts";

/** An address that only one process of the machine can hold and that the kernel frees when its holder dies. */
function address(name: string): { path: string } | { host: string; port: number } {
  if (process.platform === "linux") return { path: `\0${name}` };
  if (process.platform === "win32") return { path: `\\\\.\\pipe\\${name}` };
  const number = createHash("sha256").update(name).digest().readUInt16BE(0);
  return { host: "127.0.0.1", port: 20_500 + (number % 4000) };
}

function tryHold(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(new LabError("environment", `cannot take the lock ${name}: ${error.message}`));
    });
    server.listen(address(name), () => {
      server.unref();
      resolve(server);
    });
  });
}

const pollMs = 150;

export interface LockOptions {
  signal: AbortSignal;
  /** Called once if it has to wait. */
  onWait: () => void;
}

/** Waits until no other process of this machine holds the name; resolves with the function that gives it back. */
export async function takeLock(name: string, { signal, onWait }: LockOptions): Promise<() => Promise<void>> {
  let server = await tryHold(name);
  if (!server) onWait();
  while (!server) {
    signal.throwIfAborted();
    await sleep(pollMs);
    server = await tryHold(name);
  }
  const held = server;
  return () => new Promise((resolve) => held.close(() => resolve()));
}

/** Runs `work` while no other process of this machine does so under the same name. */
export async function withLock<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
  const giveBack = await takeLock(name, options);
  try {
    return await work();
  } finally {
    await giveBack();
  }
}
