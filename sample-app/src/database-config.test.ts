import { expect, test } from "vitest";
import { readConfig } from "./config.ts";

test("one server is the primary and answers all reads", () => {
  const { database } = readConfig({ DB_HOST: "db" });
  expect(database.candidates).toEqual([{ name: "db", host: "db", port: 3306 }]);
  expect(database).toMatchObject({ replicas: [], ownWritesMs: 0 });
  expect(database.checks).toEqual({ everyMs: 250, timeoutMs: 1000, maxLagMs: 1000 });
});

test("servers are host or host:port, with DB_PORT for those that name none", () => {
  const { database } = readConfig({
    DB_PORT: "3307",
    DB_CANDIDATES: "db-1, db-2:3308",
    DB_REPLICAS: "db-2:3308,db-3",
  });
  expect(database.candidates).toEqual([
    { name: "db-1", host: "db-1", port: 3307 },
    { name: "db-2:3308", host: "db-2", port: 3308 },
  ]);
  expect(database.replicas.map(({ name }) => name)).toEqual(["db-2:3308", "db-3"]);
});

test.each([
  [{ DB_REPLICAS: "db-2,db-2" }, /DB_REPLICAS=db-2,db-2/],
  [{ DB_CANDIDATES: "db-1:port" }, /DB_CANDIDATES/],
  [{ DB_CANDIDATES: "db 1" }, /DB_CANDIDATES/],
  [{ DB_REPLICAS: "db-2:0" }, /DB_REPLICAS/],
  [{ DB_CHECK_MS: "0" }, /DB_CHECK_MS/],
  [{ READ_OWN_WRITES_MS: "500" }, /READ_OWN_WRITES_MS.*DB_REPLICAS/],
])("%j is refused", (env, problem) => {
  expect(() => readConfig(env)).toThrow(problem);
});
