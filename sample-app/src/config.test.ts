import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

test("an empty environment gives the documented defaults", () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 8080, drainMs: 0, scryptCost: 1024, migrate: true });
  expect(config.uploads).toEqual({ store: "files", dir: "uploads", maxBytes: 1024 * 1024 });
  expect(config.site).toMatchObject({ name: "Commons", base: "" });
  expect(config.sessions).toEqual({ store: "memory", max: 20_000, ttlMs: 1_800_000 });
  expect(config.redis).toEqual({
    host: "127.0.0.1",
    port: 6379,
    password: "",
    timeoutMs: 1000,
    sentinels: { addresses: [], group: "main" },
  });
  expect(config.cache).toEqual({ store: "none", ttlMs: 60_000, invalidate: true, singleFlight: true });
  expect(config.images).toEqual({ seed: 1, count: 0, sizes: [4096] });
  expect(config).toMatchObject({ workers: 1, staticMethod: "memory", pace: { slowMs: 0, workMs: 0 } });
  expect(config.seed).toMatchObject({ seed: 1, users: 1000, password: "stagecraft-demo" });
});

test("every variable that is off is named, not just the first", () => {
  const read = () =>
    readConfig({
      PORT: "80x",
      SEED_USERS: "0",
      MIGRATE: "maybe",
      SCRYPT_COST: "1000",
      SESSION_STORE: "cookies",
      SEED_IMAGE_BYTES: "4096,many",
      BASE_PATH: "shop",
      DB_PASSWORD_FILE: "/no",
    });
  expect(read).toThrow(ConfigError);
  try {
    read();
  } catch (thrown) {
    const text = (thrown as ConfigError).message;
    for (const name of ["PORT", "SEED_USERS", "MIGRATE", "SCRYPT_COST", "DB_PASSWORD_FILE"].concat(
      "SESSION_STORE",
      "SEED_IMAGE_BYTES",
      "BASE_PATH",
    )) {
      expect(text).toContain(name);
    }
  }
});

test("more likes than half of all possible ones are refused", () => {
  expect(() => readConfig({ SEED_USERS: "2", SEED_POSTS: "2", SEED_LIKES: "3" })).toThrow(/SEED_LIKES/);
});

test.each([
  [{ MEDIA_STORE: "blobs", UPLOAD_MAX_BYTES: String(2 ** 24) }, /UPLOAD_MAX_BYTES.*blobs/],
  [{ SEED_IMAGES: "1", SEED_IMAGE_BYTES: "4096,2000000" }, /SEED_IMAGE_BYTES/],
  [{ SEED_IMAGE_BYTES: "100" }, /SEED_IMAGE_BYTES=100/],
  [{ BASE_PATH: "/a b" }, /BASE_PATH/],
  [{ WORKERS: "0" }, /WORKERS/],
  [{ EVENTS: "direct" }, /EVENTS=direct: KAFKA_BROKERS/],
  [{ SEARCH: "like,grep" }, /SEARCH=like,grep: some of like, fulltext, opensearch/],
  [{ SEARCH: "like,like" }, /SEARCH=like,like/],
])("%j is refused", (env, problem) => {
  expect(() => readConfig(env)).toThrow(problem);
});

test("a base path may end with a slash, and sizes are a list", () => {
  const config = readConfig({ BASE_PATH: "/shop/", SEED_IMAGE_BYTES: "4096, 65536" });
  expect(config.site.base).toBe("/shop");
  expect(config.images.sizes).toEqual([4096, 65536]);
  expect(readConfig({ BASE_PATH: "/" }).site.base).toBe("");
});

test("ways to search keep their order: the first one answers who names none", () => {
  expect(readConfig({ SEARCH: "opensearch, like" }).search.ways).toEqual(["opensearch", "like"]);
  expect(readConfig({}).search.ways).toEqual([]);
});
