import { defineConfig } from "vitest/config";
import { longTurns } from "./test/long-turns.ts";

const tests = (suffix: string) =>
  ["src", "sample-app", "test", "scripts"].map((folder) => `${folder}/**/*${suffix}`);

const minutes = process.env.STAGECRAFT_LONG_MINUTES;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: [...tests(".test.ts"), ...tests(".test.mjs")],
          exclude: ["**/node_modules/**", ...tests(".docker.test.ts"), ...tests(".long.test.ts")],
        },
      },
      {
        test: {
          name: "docker",
          include: tests(".docker.test.ts"),
          exclude: ["**/node_modules/**"],
          globalSetup: ["test/engine-setup.ts"],
          // one engine, two cores: files that measure must not disturb each other
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 600_000,
        },
      },
      {
        test: {
          // what takes minutes; .ci/run gives it a time, and files take turns
          name: "long",
          include: minutes === undefined ? tests(".long.test.ts") : longTurns(Number(minutes)),
          exclude: ["**/node_modules/**"],
          globalSetup: ["test/engine-setup.ts"],
          fileParallelism: false,
          testTimeout: 900_000,
          hookTimeout: 600_000,
        },
      },
    ],
  },
});
