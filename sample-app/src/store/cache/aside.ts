import type { RedisLink } from "../../redis/link.ts";
import { readingNow } from "../servers/reading.ts";
import type { Cache, CacheConfig } from "./cache.ts";
import { createSingleFlight } from "./single-flight.ts";

const prefix = "cache:";

/**
 * A cache beside the database, which knows nothing of it: read there first, ask the database on a miss, put the answer
 * there. A cache that is away is a miss that nobody remembers: pages go on, and the database pays.
 */
export function cacheOver(
  link: RedisLink,
  { ttlMs, invalidate, singleFlight }: Omit<CacheConfig, "store">,
): Cache {
  const fly = singleFlight ? createSingleFlight() : <T>(_: string, job: () => Promise<T>) => job();
  const expiration = ttlMs > 0 ? { expiration: { type: "PX", value: ttlMs } as const } : {};
  const away = Symbol();

  const held = (key: string): Promise<string | null | typeof away> =>
    link.ask((redis) => redis.get(prefix + key)).catch(() => away);
  const keep = async (key: string, value: unknown): Promise<void> => {
    if (value === undefined) return;
    const text = JSON.stringify(value);
    await link.ask((redis) => redis.set(prefix + key, text, expiration)).catch(() => {});
  };

  return {
    async read<T>(key: string, load: () => Promise<T>): Promise<T> {
      const reading = readingNow();
      // who has just written reads where the write is
      if (reading?.fromPrimary) return load();
      const found = await held(key);
      reading?.cache.add(found === away ? "away" : found === null ? "miss" : "hit");
      if (typeof found === "string") return JSON.parse(found) as T;
      // the flight ends when the answer is kept: who missed meanwhile joins it, who comes later finds it
      return fly(key, async () => {
        const value = await load();
        if (found !== away) await keep(key, value);
        return value;
      });
    },
    async forget(...keys) {
      // before the write is answered, so that its author finds it; what cannot be deleted now ends with its time
      if (invalidate) await link.ask((redis) => redis.del(keys.map((key) => prefix + key))).catch(() => {});
    },
    close: () => link.close(),
  };
}
