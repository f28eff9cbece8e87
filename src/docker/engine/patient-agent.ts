import { Agent, type ClientRequestArgs } from "node:http";
import { connect, type NetConnectOpts } from "node:net";
import type { Duplex } from "node:stream";

/** Nothing was sent yet, so a call that did not get through may try again. */
const tries = 40;
const pauseMs = 25;

/**
 * Connections to an engine's socket that wait when nobody takes them at once: whoever forwards a socket keeps a short
 * queue, and with more calls at a time than that the kernel says EAGAIN.
 */
class PatientAgent extends Agent {
  override createConnection(
    options: ClientRequestArgs,
    done?: (error: Error | null, stream: Duplex) => void,
  ): Duplex | undefined {
    const attempt = (left: number): void => {
      const socket = connect(options as NetConnectOpts);
      const failed = (error: NodeJS.ErrnoException) => {
        socket.destroy();
        if (error.code === "EAGAIN" && left > 0) setTimeout(attempt, pauseMs, left - 1);
        else done?.(error, socket);
      };
      socket.once("error", failed);
      socket.once("connect", () => {
        socket.off("error", failed);
        done?.(null, socket);
      });
    };
    attempt(tries);
    return undefined; // it comes by the callback
  }
}

/** With connections kept open for a while, as Node's own agent does. */
export function patientAgent(): Agent {
  return new PatientAgent({ keepAlive: true, scheduling: "lifo", timeout: 5000 });
}
