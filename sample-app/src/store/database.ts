import mysql, {
  type ExecuteValues,
  type PoolConnection,
  type ResultSetHeader,
  type RowDataPacket,
} from "mysql2/promise";
import type { DatabaseConfig } from "../database-config.ts";
import { createLimiter } from "../limiter.ts";

/** The database did not answer. Whether a write reached it is then unknown: ask again with the same write id. */
export class DatabaseUnavailable extends Error {
  constructor(why: string, cause?: unknown) {
    super(`the database is not available: ${why}`, { cause });
    this.name = "DatabaseUnavailable";
  }
}

/** It took too long: it may be silent, or only busy. */
export class DatabaseSilent extends DatabaseUnavailable {}

export type Values = (string | number | Buffer | null)[];

/** Queries on one connection. */
export interface Queries {
  /** A prepared statement that reads. */
  rows<Row>(sql: string, values?: Values): Promise<Row[]>;
  /** A prepared statement that writes; a lone one is committed when this resolves. */
  write(sql: string, values?: Values): Promise<{ changed: number; insertId: number }>;
  /** Plain text with values filled in by the driver's own escaping: for lists and for what cannot be prepared. */
  text<Row>(sql: string, values?: unknown[]): Promise<Row[]>;
}

export interface Database extends Queries {
  /** Holds one connection for several queries, under one time limit. */
  on<T>(timeoutMs: number, job: (queries: Queries) => Promise<T>): Promise<T>;
  /** All of the job's writes or none: committed when this resolves. */
  transaction<T>(job: (queries: Queries) => Promise<T>): Promise<T>;
  /** Waits for queries under way, then closes the connections. */
  close(): Promise<void>;
}

/** One server, and how much may be asked of it at once. */
export type PoolConfig = Omit<
  DatabaseConfig,
  "candidates" | "replicas" | "checks" | "ownWritesMs" | "reportTimeoutMs"
>;

/** Errors of the connection or the server's state rather than of the statement. */
const unavailable = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "EPIPE",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EAI_AGAIN",
  "PROTOCOL_CONNECTION_LOST",
  "PROTOCOL_ENQUEUE_AFTER_FATAL_ERROR",
  "ER_CON_COUNT_ERROR",
  "ER_SERVER_SHUTDOWN",
  "ER_ACCESS_DENIED_ERROR",
  "ER_DBACCESS_DENIED_ERROR",
  "ER_BAD_DB_ERROR",
  "ER_NO_SUCH_TABLE",
  "ER_OPTION_PREVENTS_STATEMENT",
  "ER_READ_ONLY_MODE",
]);

/** The MySQL error code of what was thrown, such as ER_DUP_ENTRY. */
export function codeOf(thrown: unknown): string | undefined {
  return (thrown as { code?: string } | null)?.code;
}

function translated(thrown: unknown): unknown {
  const fatal = (thrown as { fatal?: boolean } | null)?.fatal === true;
  const code = codeOf(thrown);
  return fatal || unavailable.has(code ?? "")
    ? new DatabaseUnavailable(code ?? String(thrown), thrown)
    : thrown;
}

function queriesOn(connection: PoolConnection): Queries {
  return {
    rows: async <Row>(sql: string, values: Values = []) =>
      (await connection.execute<RowDataPacket[]>(sql, values as ExecuteValues))[0] as Row[],
    write: async (sql, values = []) => {
      const [result] = await connection.execute<ResultSetHeader>(sql, values as ExecuteValues);
      return { changed: result.affectedRows, insertId: result.insertId };
    },
    text: async <Row>(sql: string, values: unknown[] = []) =>
      (await connection.query<RowDataPacket[]>(sql, values))[0] as Row[],
  };
}

async function committed<T>(queries: Queries, job: (queries: Queries) => Promise<T>): Promise<T> {
  await queries.text("START TRANSACTION");
  try {
    const done = await job(queries);
    await queries.text("COMMIT");
    return done;
  } catch (thrown) {
    await queries.text("ROLLBACK").catch(() => {});
    throw thrown;
  }
}

/** A database whose lone queries hold a connection each. */
export function databaseOver(on: Database["on"], queryTimeoutMs: number, close: Database["close"]): Database {
  return {
    on,
    rows: (sql, values) => on(queryTimeoutMs, (queries) => queries.rows(sql, values)),
    write: (sql, values) => on(queryTimeoutMs, (queries) => queries.write(sql, values)),
    text: (sql, values) => on(queryTimeoutMs, (queries) => queries.text(sql, values)),
    transaction: (job) => on(queryTimeoutMs, (queries) => committed(queries, job)),
    close,
  };
}

/**
 * A bounded pool: at most `connections` open, `queue` callers waiting, and a time limit on everything.
 * Connections come and go with the server: after an outage the next query opens new ones.
 */
export function createDatabase(config: PoolConfig): Database {
  const pool = mysql.createPool({
    host: config.host,
    port: config.port,
    user: config.user,
    password: config.password,
    database: config.name,
    connectionLimit: config.connections,
    connectTimeout: 2000,
    charset: "utf8mb4",
    timezone: "Z",
    dateStrings: true,
  });
  const limit = createLimiter("database", config.connections, config.queue, config.queryTimeoutMs);

  const on = <T>(timeoutMs: number, job: (queries: Queries) => Promise<T>): Promise<T> =>
    limit(async () => {
      let connection: PoolConnection | undefined;
      let late = false;
      let timer: NodeJS.Timeout | undefined;
      const deadline = new Promise<never>((_, reject) => {
        timer = setTimeout(() => {
          late = true;
          // a connection that owes an answer cannot be used again
          connection?.destroy();
          reject(new DatabaseSilent(`no answer within ${timeoutMs} ms`));
        }, timeoutMs);
      });
      const work = async (): Promise<T> => {
        connection = await pool.getConnection();
        if (late) {
          connection.destroy();
          throw new DatabaseUnavailable("connected too late");
        }
        return job(queriesOn(connection));
      };
      try {
        return await Promise.race([work(), deadline]);
      } catch (thrown) {
        if ((thrown as { fatal?: boolean } | null)?.fatal) connection?.destroy();
        throw translated(thrown);
      } finally {
        clearTimeout(timer);
        if (!late) connection?.release();
      }
    });

  return databaseOver(on, config.queryTimeoutMs, () => pool.end());
}
