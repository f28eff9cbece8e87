import { createRedisLink, type RedisConfig } from "../../redis/link.ts";
import { cacheOver } from "./aside.ts";
import type { Cache, CacheConfig } from "./cache.ts";

const none: Cache = { read: (_, load) => load(), forget: async () => {}, close: () => {} };

/** The cache that the configuration names. */
export async function createCache(
  { cache, redis }: { cache: CacheConfig; redis: RedisConfig },
  log: (line: string) => void,
): Promise<Cache> {
  return cache.store === "none" ? none : cacheOver(await createRedisLink(redis, "cache", log), cache);
}
