import { hostname } from "node:os";
import { type DatabaseConfig, databaseContradictions, databaseOf } from "./database-config.ts";
import { createEnvironment } from "./environment.ts";
import { type EventsConfig, eventsContradictions, eventsOf } from "./events/events-config.ts";
import { type JobsConfig, jobsOf } from "./jobs/jobs-config.ts";
import type { RedisConfig } from "./redis/link.ts";
import type { SeedPlan } from "./schema/seed.ts";
import type { ImagePlan } from "./schema/seed-images.ts";
import { type SearchConfig, searchOf } from "./search/search-config.ts";
import type { CacheConfig } from "./store/cache/cache.ts";

/** What pages say of themselves. */
export interface Site {
  /** Of the site, for people. */
  name: string;
  /** Of this server: what `x-served-by` says. */
  server: string;
  /** What comes before every path, such as `/shop`; empty: nothing. */
  base: string;
}

/** Everything the app can be told, read once from the environment (README.md lists the variables). */
export interface Config {
  /** Address to listen on. */
  host: string;
  port: number;
  site: Site;
  /** Processes that serve; more than one: this one only looks after them. */
  workers: number;
  staticDir: string;
  staticMethod: "memory" | "stream" | "framework";
  uploads: { store: "files" | "blobs"; dir: string; maxBytes: number };
  database: DatabaseConfig;
  sessions: { store: "memory" | "redis" | "mysql"; max: number; ttlMs: number };
  redis: RedisConfig;
  jobs: JobsConfig;
  /** What becomes of a post's event, for those who follow what happens here. */
  events: EventsConfig;
  search: SearchConfig;
  cache: CacheConfig;
  /** scrypt's N for new passwords: a power of two. */
  scryptCost: number;
  /** Whether this process creates the tables, the seed rows and the seed images. */
  migrate: boolean;
  seed: SeedPlan;
  images: ImagePlan;
  /** What each page costs on top of its own work: a wait, and processor time. */
  pace: { slowMs: number; workMs: number };
  /** After SIGTERM: how long to go on serving while health says 503, so that a balancer can look away. */
  drainMs: number;
  /** After that: how long requests in flight may take before they are cut. */
  stopTimeoutMs: number;
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

/** What a MEDIUMBLOB holds. */
const largestBlob = 2 ** 24 - 1;
/** Room for a PNG's own parts. */
const smallestImage = 256;

/** What is off between variables that are well each for itself. */
function contradictions({ scryptCost, seed, uploads, images, site, database, events }: Config): string[] {
  const found = [...databaseContradictions(database), ...eventsContradictions(events)];
  if (Math.log2(scryptCost) % 1 !== 0) found.push("SCRYPT_COST: a power of two is wanted");
  if (seed.posts === 0 && seed.comments + seed.likes > 0) {
    found.push("SEED_POSTS=0: comments and likes need posts");
  }
  // likes are drawn until enough differ: with few left to draw that would not end
  if (seed.posts > 0 && seed.likes > (seed.users * seed.posts) / 2) {
    found.push(`SEED_LIKES=${seed.likes}: at most half of SEED_USERS x SEED_POSTS`);
  }
  if (uploads.store === "blobs" && uploads.maxBytes > largestBlob) {
    found.push(`UPLOAD_MAX_BYTES=${uploads.maxBytes}: at most ${largestBlob} with MEDIA_STORE=blobs`);
  }
  if (images.count > 0 && Math.max(...images.sizes) > uploads.maxBytes) {
    found.push("SEED_IMAGE_BYTES: no image may be larger than UPLOAD_MAX_BYTES");
  }
  if (site.base !== "" && !/^(\/[A-Za-z0-9_-]+)+$/.test(site.base)) {
    found.push(`BASE_PATH=${site.base}: a path such as /shop is wanted`);
  }
  return found;
}

/** @throws ConfigError naming every variable that is off, not just the first */
export function readConfig(variables: NodeJS.ProcessEnv): Config {
  const environment = createEnvironment(variables);
  const { text, whole, wholes, addresses, flag, oneOf, secret, problems } = environment;
  const seed = whole("SEED", 1, 0, 0xffff_ffff);
  const server = text("SERVER_NAME", hostname());
  const config: Config = {
    host: text("LISTEN_HOST", "0.0.0.0"),
    port: whole("PORT", 8080, 1, 65535),
    site: {
      name: text("SITE_NAME", "Commons"),
      server,
      base: text("BASE_PATH", "").replace(/\/$/, ""),
    },
    workers: whole("WORKERS", 1, 1, 64),
    staticDir: text("STATIC_DIR", "static"),
    staticMethod: oneOf("STATIC_METHOD", "memory", ["memory", "stream", "framework"]),
    uploads: {
      store: oneOf("MEDIA_STORE", "files", ["files", "blobs"]),
      dir: text("UPLOAD_DIR", "uploads"),
      maxBytes: whole("UPLOAD_MAX_BYTES", 1024 * 1024, 1, 64 * 1024 * 1024),
    },
    database: databaseOf(environment),
    sessions: {
      store: oneOf("SESSION_STORE", "memory", ["memory", "redis", "mysql"]),
      max: whole("SESSION_MAX", 20_000, 1, 10_000_000),
      ttlMs: whole("SESSION_TTL_S", 1800, 1, 31_536_000) * 1000,
    },
    redis: {
      host: text("REDIS_HOST", "127.0.0.1"),
      port: whole("REDIS_PORT", 6379, 1, 65535),
      password: secret("REDIS_PASSWORD", ""),
      timeoutMs: whole("REDIS_TIMEOUT_MS", 1000, 1, 600_000),
      sentinels: {
        addresses: addresses("REDIS_SENTINELS", 26379),
        group: text("REDIS_SENTINEL_GROUP", "main"),
      },
    },
    cache: {
      store: oneOf("CACHE", "none", ["none", "redis"]),
      ttlMs: whole("CACHE_TTL_MS", 60_000, 0, 31_536_000_000),
      invalidate: flag("CACHE_INVALIDATE", true),
      singleFlight: flag("CACHE_SINGLE_FLIGHT", true),
    },
    jobs: jobsOf(environment, server),
    events: eventsOf(environment, server),
    search: searchOf(environment),
    scryptCost: whole("SCRYPT_COST", 1024, 2, 1 << 17),
    migrate: flag("MIGRATE", true),
    seed: {
      seed,
      users: whole("SEED_USERS", 1000, 1, 9999),
      posts: whole("SEED_POSTS", 2000, 0, 1_000_000),
      comments: whole("SEED_COMMENTS", 6000, 0, 10_000_000),
      likes: whole("SEED_LIKES", 6000, 0, 10_000_000),
      password: secret("SEED_PASSWORD", "stagecraft-demo"),
    },
    images: {
      seed,
      count: whole("SEED_IMAGES", 0, 0, 100_000),
      sizes: wholes("SEED_IMAGE_BYTES", [4096], smallestImage, largestBlob),
    },
    pace: { slowMs: whole("SLOW_MS", 0, 0, 600_000), workMs: whole("WORK_MS", 0, 0, 60_000) },
    drainMs: whole("DRAIN_MS", 0, 0, 600_000),
    stopTimeoutMs: whole("STOP_TIMEOUT_MS", 5000, 0, 600_000),
  };
  problems.push(...contradictions(config));
  if (problems.length > 0) throw new ConfigError(problems);
  return config;
}
