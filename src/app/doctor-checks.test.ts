import { expect, test } from "vitest";
import { judgeCores, judgeDisk, judgeEngine, judgeKernel, judgeMemory } from "./doctor-checks.ts";

const gib = 2 ** 30;

test.each([
  [0.9, "error"],
  [1, "warn"],
  [4.9, "warn"],
  [5, "ok"],
])("%s GiB of disk: %s", (free, state) => {
  const check = judgeDisk("disk", "/x", free * gib);
  expect(check.state).toBe(state);
  expect(check.mend !== undefined).toBe(state !== "ok");
});

test("little memory and one core are warnings with a cure", () => {
  expect(judgeMemory(1000, 4000)).toMatchObject({ state: "warn", mend: expect.any(String) });
  expect(judgeMemory(3000, 4000).state).toBe("ok");
  expect(judgeCores(1)).toMatchObject({ state: "warn", mend: expect.any(String) });
});

test("no engine is an error that names the next command", () => {
  expect(judgeEngine(undefined, { kind: "own-start" })).toEqual([
    { id: "engine", state: "error", what: "no container engine runs", mend: "./lab engine start" },
  ]);
  expect(judgeEngine(undefined, { kind: "refuse", what: "too old", next: "upgrade" })[0]).toMatchObject({
    state: "error",
    what: "too old",
    mend: "upgrade",
  });
});

test("network faults need netem or a packet queue; what was not tried is no warning", () => {
  expect(judgeKernel({ netem: false, nfqueue: true }).state).toBe("ok");
  expect(judgeKernel({ netem: false, nfqueue: false }).state).toBe("warn");
  expect(judgeKernel({ netem: undefined, nfqueue: undefined }).state).toBe("ok");
});
