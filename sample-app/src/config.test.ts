import { expect, test } from "vitest";
import { ConfigError, readConfig } from "./config.ts";

test("an empty environment gives the documented defaults", () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 8080, drainMs: 0, scryptCost: 1024, migrate: true });
  expect(config.uploads).toEqual({ dir: "uploads", maxBytes: 1024 * 1024 });
  expect(config.seed).toMatchObject({ seed: 1, users: 1000, password: "stagecraft-demo" });
});

test("every variable that is off is named, not just the first", () => {
  const read = () =>
    readConfig({
      PORT: "80x",
      SEED_USERS: "0",
      MIGRATE: "maybe",
      SCRYPT_COST: "1000",
      DB_PASSWORD_FILE: "/no",
    });
  expect(read).toThrow(ConfigError);
  try {
    read();
  } catch (thrown) {
    const text = (thrown as ConfigError).message;
    for (const name of ["PORT", "SEED_USERS", "MIGRATE", "SCRYPT_COST", "DB_PASSWORD_FILE"]) {
      expect(text).toContain(name);
    }
  }
});

test("more likes than half of all possible ones are refused", () => {
  expect(() => readConfig({ SEED_USERS: "2", SEED_POSTS: "2", SEED_LIKES: "3" })).toThrow(/SEED_LIKES/);
});
