import { createServer, type Server } from "node:net";
import { LabError } from "../model/errors.ts";
import type { Clock, TurnPort } from "../model/ports.ts";

/** An address that only one process of the machine can hold and that the kernel frees when its holder dies. */
function address(name: string): { path: string } | { host: string; port: number } {
  if (process.platform === "linux") return { path: `\0${name}` };
  if (process.platform === "win32") return { path: `\\\\.\\pipe\\${name}` };
  return { host: "127.0.0.1", port: 20_499 };
}

function tryHold(name: string): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy());
    server.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "EADDRINUSE") resolve(undefined);
      else reject(new LabError("environment", `cannot take the measuring turn: ${error.message}`));
    });
    server.listen(address(name), () => {
      server.unref();
      resolve(server);
    });
  });
}

const pollMs = 200;

/** One measurement at a time on this machine, across runs and checkouts. */
export function createTurnPort(clock: Clock, onWait: () => void, name = "stagecraft-measuring"): TurnPort {
  return {
    async take(signal) {
      let told = false;
      for (;;) {
        const server = await tryHold(name);
        if (server) return () => new Promise((resolve) => server.close(() => resolve()));
        if (!told) onWait();
        told = true;
        await clock.sleep(pollMs, signal);
      }
    },
  };
}
