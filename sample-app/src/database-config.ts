import type { Address, Environment } from "./environment.ts";

/** How to reach the database, and what to do when it consists of several servers. */
export interface DatabaseConfig {
  host: string;
  port: number;
  user: string;
  password: string;
  name: string;
  /** Connections held at most, to each server; further queries wait. */
  connections: number;
  /** Queries waiting at most; further ones are refused at once. */
  queue: number;
  /** Waiting for a connection and running, together. */
  queryTimeoutMs: number;
  /** The same for the heavy report. */
  reportTimeoutMs: number;
  /** Who may be the primary; one alone is it, and is not asked. */
  candidates: readonly Address[];
  /** Who answers reads that may be a little old; the primary of the moment is passed over. None: it answers all. */
  replicas: readonly Address[];
  checks: CheckConfig;
  /** For how long after a write its author reads from the primary; 0: not at all. */
  ownWritesMs: number;
}

/** How the servers are watched when there are several. */
export interface CheckConfig {
  /** Between two looks at one server. */
  everyMs: number;
  /** After which a server that has not answered counts as away. */
  timeoutMs: number;
  /** A replica that lacks what the primary had so long ago answers no reads; 0: however old it is. */
  maxLagMs: number;
}

export function databaseOf(environment: Environment): DatabaseConfig {
  const { text, whole, secret, addresses } = environment;
  const host = text("DB_HOST", "127.0.0.1");
  const port = whole("DB_PORT", 3306, 1, 65535);
  const candidates = addresses("DB_CANDIDATES", port);
  return {
    host,
    port,
    user: text("DB_USER", "stagecraft"),
    password: secret("DB_PASSWORD", "stagecraft"),
    name: text("DB_NAME", "stagecraft"),
    connections: whole("DB_CONNECTIONS", 8, 1, 1000),
    queue: whole("DB_QUEUE", 200, 0, 100_000),
    queryTimeoutMs: whole("DB_QUERY_TIMEOUT_MS", 3000, 1, 600_000),
    reportTimeoutMs: whole("DB_REPORT_TIMEOUT_MS", 20_000, 1, 600_000),
    candidates: candidates.length > 0 ? candidates : [{ name: host, host, port }],
    replicas: addresses("DB_REPLICAS", port),
    checks: {
      everyMs: whole("DB_CHECK_MS", 250, 10, 60_000),
      timeoutMs: whole("DB_CHECK_TIMEOUT_MS", 1000, 10, 60_000),
      maxLagMs: whole("DB_REPLICA_MAX_LAG_MS", 1000, 0, 3_600_000),
    },
    ownWritesMs: whole("READ_OWN_WRITES_MS", 0, 0, 3_600_000),
  };
}

/** What is off between these variables that are well each for itself. */
export function databaseContradictions({ replicas, ownWritesMs }: DatabaseConfig): string[] {
  if (ownWritesMs === 0 || replicas.length > 0) return [];
  return ["READ_OWN_WRITES_MS: without DB_REPLICAS everybody reads from the primary anyway"];
}
