import { type Connection, openConnection, type Timeouts } from "./connection.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Reply } from "./reply.ts";
import type { RequestBytes } from "./request-text.ts";

/** Connections kept alive for whoever shares them; opens as many as requests are under way. */
export interface Pool {
  /** Sends on an idle connection or a new one; `onReply` is called exactly once. Never retries. */
  send(text: RequestBytes, onReply: (reply: Reply) => void): void;
  /** Closes idle connections that are no longer trusted. */
  sweep(): void;
  /** Closes everything, also what is under way. */
  close(): void;
}

/** A pool for many users (a new address for each connection) or, with `sticky`, for one user's one address. */
export function createPool(endpoint: Endpoint, timeouts: Timeouts, sticky = false): Pool {
  // the last used is used first, so that a burst's extra connections fall idle and go
  const idle: Connection[] = [];
  const busy = new Set<Connection>();
  const own = sticky ? endpoint.addresses() : undefined;

  function take(): Connection {
    const now = performance.now();
    for (let one = idle.pop(); one; one = idle.pop()) {
      if (one.usable() && one.staleAt > now) return one;
      one.close();
    }
    return openConnection(endpoint, own ?? endpoint.addresses(), timeouts);
  }

  return {
    send(text, onReply) {
      const connection = take();
      busy.add(connection);
      connection.send(text, (reply) => {
        busy.delete(connection);
        if (connection.usable()) idle.push(connection);
        onReply(reply);
      });
    },
    sweep() {
      const now = performance.now();
      const kept = idle.filter((one) => one.usable() && one.staleAt > now);
      for (const one of idle) if (!kept.includes(one)) one.close();
      idle.splice(0, idle.length, ...kept);
    },
    close() {
      for (const one of [...idle, ...busy]) one.close();
      idle.length = 0;
    },
  };
}
