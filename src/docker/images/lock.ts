import { createHash } from "node:crypto";
import { createServer, type Server } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { LabError } from "../../model/errors.ts";

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

/** Runs `work` while no other process of this machine does so under the same name. `onWait` is called once if it has to wait. */
export async function withLock<T>(
  name: string,
  { signal, onWait }: { signal: AbortSignal; onWait: () => void },
  work: () => Promise<T>,
): Promise<T> {
  let server = await tryHold(name);
  if (!server) onWait();
  while (!server) {
    signal.throwIfAborted();
    await sleep(pollMs);
    server = await tryHold(name);
  }
  const held = server;
  try {
    return await work();
  } finally {
    await new Promise((resolve) => held.close(resolve));
  }
}
