import type { DatabaseConfig } from "../../database-config.ts";
import { createDatabase, type Database } from "../database.ts";
import { lookAt } from "./look.ts";
import { type Databases, splitDatabase } from "./split.ts";
import { createWatch } from "./watch.ts";

/** Whether the database consists of several servers, so that reads and writes may go different ways. */
export function isSplit({ candidates, replicas }: DatabaseConfig): boolean {
  return candidates.length > 1 || replicas.length > 0;
}

/** The database that the configuration describes. One server alone is neither watched nor asked who it is. */
export function createDatabases(config: DatabaseConfig, log: (line: string) => void): Databases {
  const { candidates, replicas, checks, queryTimeoutMs } = config;
  if (!isSplit(config)) {
    const { host, port } = candidates[0]!;
    const primary = createDatabase({ ...config, host, port });
    return { primary, reads: primary };
  }
  const servers = new Map<string, Database>();
  const lookouts = new Map<string, Database>();
  for (const { name, host, port } of [...candidates, ...replicas]) {
    if (servers.has(name)) continue;
    servers.set(name, createDatabase({ ...config, host, port }));
    // a connection of its own: a server whose connections are all in use is busy, not away
    lookouts.set(name, createDatabase({ ...config, host, port, connections: 1, queue: 1 }));
  }
  const watch = createWatch(
    {
      candidates: candidates.map(({ name }) => name),
      replicas: replicas.map(({ name }) => name),
      look: (name, wanted) => lookouts.get(name)!.on(checks.timeoutMs, (queries) => lookAt(queries, wanted)),
    },
    checks,
    log,
  );
  return splitDatabase(servers, { ...watch, close: () => closeAll(watch, lookouts) }, queryTimeoutMs);
}

async function closeAll(
  watch: { close(): Promise<void> },
  lookouts: ReadonlyMap<string, Database>,
): Promise<void> {
  await watch.close();
  await Promise.all([...lookouts.values()].map((lookout) => lookout.close()));
}
