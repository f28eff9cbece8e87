import { expect, test } from "vitest";
import type { PlannedLoad } from "../model/plan.ts";
import type { RunningStage } from "../model/stage.ts";
import { jobFor } from "./load-port.ts";

const stage: RunningStage = {
  alias: "a",
  project: "p",
  url: "http://127.0.0.1:1/",
  inside: { host: "shop.example", port: 80, service: "lb" },
  clientNetwork: "p_internet",
  clientCpus: 0.5,
  servers: [],
  composeFile: "",
  upMs: 1,
};
const options = { seed: "s", idPrefix: "step-0-", maxMs: 60_000 };
const load: PlannedLoad = { kind: "open", name: "browse", ratePerS: 10, arrivals: "constant", mix: [] };

test("clients, probes and all, go to the stage's own name for its entry", () => {
  expect(jobFor(stage, load, options)).toMatchObject({ url: "http://shop.example:80", rate: 10 });
  const peak: PlannedLoad = {
    kind: "peak",
    name: "knee",
    path: "/feed",
    stopAt: { p99Ms: 500, errorRatio: 0.01 },
    stepMs: 1000,
  };
  expect(jobFor(stage, peak, options)).toMatchObject({ url: "http://shop.example:80", path: "/feed" });
});

test("how clients connect is handed on when the lab says it, and left to the generator otherwise", () => {
  const rules = { connections: "per-user", keepAlive: false, addresses: "first", dnsTtlMs: 200 } as const;
  expect(jobFor(stage, { ...load, ...rules }, options)).toMatchObject(rules);
  const plain = jobFor(stage, load, options);
  for (const rule of Object.keys(rules)) expect(plain).not.toHaveProperty(rule);
});
