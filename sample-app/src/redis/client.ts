import type { LookupFunction } from "node:net";

type CreateClient = typeof import("./redis-client.ts").createClient;

const longestRetryMs = 1000;

/** A client that connects by itself, again and again, and refuses what is asked of it while it is not connected. */
export function clientOf(
  createClient: CreateClient,
  to: { host: string; port: number; lookup?: LookupFunction; password: string; timeoutMs: number },
) {
  const { host, port, lookup, password, timeoutMs } = to;
  return createClient({
    socket: {
      host,
      port,
      ...(lookup && { lookup }),
      connectTimeout: timeoutMs,
      // some spread, so that servers do not come back all at once
      reconnectStrategy: (retries) =>
        Math.min(50 * 2 ** Math.min(retries, 10), longestRetryMs) * (0.75 + Math.random() / 4),
    },
    ...(password === "" ? {} : { password }),
    RESP: 2,
    disableOfflineQueue: true,
    disableClientInfo: true,
    // whoever asks times each command, from outside
    commandOptions: { timeout: 0 },
  });
}

export type Client = ReturnType<typeof clientOf>;
