import { expect, test } from "vitest";
import type { RunEvent } from "../model/event.ts";
import { killStep, plannedStage } from "../model/testing/sample-plan.ts";
import { hostSoundness } from "./host-soundness.ts";
import type { StepData } from "./step-data.ts";

const action = killStep("scale-out");
const key = { step: action.step, on: action.on, repeat: action.repeat };
const stage = plannedStage("scale-out");
const seconds = 10;

/** A baseline of ten seconds in which the host used so much CPU, and the one server so much of it. */
function stepWith(hostCpuSeconds: number, serverCpuSeconds: number): StepData {
  const usage = (edge: "start" | "end", at: number, host: number, server: number): RunEvent => ({
    at,
    type: "usage",
    ...key,
    phase: "baseline",
    edge,
    containers: [
      {
        server: "app-1",
        service: "app-1",
        cpuSeconds: server,
        throttledSeconds: 0,
        memoryMiB: 64,
        rxBytes: 0,
        txBytes: 0,
      },
    ],
    hostCpuSeconds: host,
  });
  const events = [
    usage("start", 0, 500, 7),
    usage("end", seconds * 1000, 500 + hostCpuSeconds, 7 + serverCpuSeconds),
  ];
  return { key, action, stage, events, records: [], spans: [] };
}

// the client may use its share, and the engine a quarter of two cores
const allowed = seconds * (stage.client.cpus + 0.5);

test("a quiet host raises no doubt, however busy the servers are", () => {
  expect(hostSoundness(stepWith(allowed - 0.1, 0), 2)).toEqual([]);
  expect(hostSoundness(stepWith(allowed + 5, 5.1), 2)).toEqual([]);
});

test("a host that is busy with other work spoils figures of capacity in that phase, and those of the whole", () => {
  expect(hostSoundness(stepWith(allowed + 0.1, 0), 2)).toMatchObject([
    { code: "host-busy", capacityOnly: true, phases: ["baseline", "all"] },
  ]);
});

test("without knowing the cores nothing can be said", () => {
  expect(hostSoundness(stepWith(100, 0), undefined)).toEqual([]);
});
