import { readFileSync } from "node:fs";
import { hostname } from "node:os";
import type { SeedPlan } from "./schema/seed.ts";

/** Everything the app can be told, read once from the environment (README.md lists the variables). */
export interface Config {
  /** Address to listen on. */
  host: string;
  port: number;
  /** What `x-served-by` says. */
  serverName: string;
  staticDir: string;
  uploads: { dir: string; maxBytes: number };
  database: DatabaseConfig;
  sessions: { max: number; ttlMs: number };
  /** scrypt's N for new passwords: a power of two. */
  scryptCost: number;
  /** Whether this process creates the tables and the seed rows. */
  migrate: boolean;
  seed: SeedPlan;
  /** After SIGTERM: how long to go on serving while health says 503, so that a balancer can look away. */
  drainMs: number;
  /** After that: how long requests in flight may take before they are cut. */
  stopTimeoutMs: number;
}

export interface DatabaseConfig {
  host: string;
  port: number;
  user: string;
  password: string;
  name: string;
  /** Connections held at most; further queries wait. */
  connections: number;
  /** Queries waiting at most; further ones are refused at once. */
  queue: number;
  /** Waiting for a connection and running, together. */
  queryTimeoutMs: number;
  /** The same for the heavy report. */
  reportTimeoutMs: number;
}

/** The environment asks for something impossible; `problems` has one line for each. */
export class ConfigError extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`bad configuration: ${problems.join("; ")}`);
    this.name = "ConfigError";
    this.problems = problems;
  }
}

/** @throws ConfigError naming every variable that is off, not just the first */
export function readConfig(env: NodeJS.ProcessEnv): Config {
  const problems: string[] = [];

  const text = (name: string, fallback: string): string => env[name] || fallback;
  const whole = (name: string, fallback: number, min: number, max: number): number => {
    const given = env[name];
    if (given === undefined || given === "") return fallback;
    const value = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
    if (value >= min && value <= max) return value;
    problems.push(`${name}=${given}: a whole number from ${min} to ${max} is wanted`);
    return fallback;
  };
  const flag = (name: string, fallback: boolean): boolean => {
    const given = env[name];
    if (given === undefined || given === "") return fallback;
    if (given === "true" || given === "false") return given === "true";
    problems.push(`${name}=${given}: true or false is wanted`);
    return fallback;
  };
  const secret = (name: string, fallback: string): string => {
    const file = env[`${name}_FILE`];
    if (!file) return text(name, fallback);
    if (env[name]) problems.push(`${name} and ${name}_FILE are both set`);
    try {
      return readFileSync(file, "utf8").trimEnd();
    } catch {
      problems.push(`${name}_FILE=${file}: cannot be read`);
      return fallback;
    }
  };

  const config: Config = {
    host: text("LISTEN_HOST", "0.0.0.0"),
    port: whole("PORT", 8080, 1, 65535),
    serverName: text("SERVER_NAME", hostname()),
    staticDir: text("STATIC_DIR", "static"),
    uploads: {
      dir: text("UPLOAD_DIR", "uploads"),
      maxBytes: whole("UPLOAD_MAX_BYTES", 1024 * 1024, 1, 64 * 1024 * 1024),
    },
    database: {
      host: text("DB_HOST", "127.0.0.1"),
      port: whole("DB_PORT", 3306, 1, 65535),
      user: text("DB_USER", "stagecraft"),
      password: secret("DB_PASSWORD", "stagecraft"),
      name: text("DB_NAME", "stagecraft"),
      connections: whole("DB_CONNECTIONS", 8, 1, 1000),
      queue: whole("DB_QUEUE", 200, 0, 100_000),
      queryTimeoutMs: whole("DB_QUERY_TIMEOUT_MS", 3000, 1, 600_000),
      reportTimeoutMs: whole("DB_REPORT_TIMEOUT_MS", 20_000, 1, 600_000),
    },
    sessions: {
      max: whole("SESSION_MAX", 20_000, 1, 10_000_000),
      ttlMs: whole("SESSION_TTL_S", 1800, 1, 31_536_000) * 1000,
    },
    scryptCost: whole("SCRYPT_COST", 1024, 2, 1 << 17),
    migrate: flag("MIGRATE", true),
    seed: {
      seed: whole("SEED", 1, 0, 0xffff_ffff),
      users: whole("SEED_USERS", 1000, 1, 9999),
      posts: whole("SEED_POSTS", 2000, 0, 1_000_000),
      comments: whole("SEED_COMMENTS", 6000, 0, 10_000_000),
      likes: whole("SEED_LIKES", 6000, 0, 10_000_000),
      password: secret("SEED_PASSWORD", "stagecraft-demo"),
    },
    drainMs: whole("DRAIN_MS", 0, 0, 600_000),
    stopTimeoutMs: whole("STOP_TIMEOUT_MS", 5000, 0, 600_000),
  };
  if (Math.log2(config.scryptCost) % 1 !== 0) problems.push("SCRYPT_COST: a power of two is wanted");
  if (config.seed.posts === 0 && config.seed.comments + config.seed.likes > 0) {
    problems.push("SEED_POSTS=0: comments and likes need posts");
  }
  // likes are drawn until enough differ: with few left to draw that would not end
  const { users, posts, likes } = config.seed;
  if (posts > 0 && likes > (users * posts) / 2) {
    problems.push(`SEED_LIKES=${likes}: at most half of SEED_USERS x SEED_POSTS`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
