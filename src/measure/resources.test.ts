import { expect, it } from "vitest";
import type { ContainerUsage } from "../model/event.ts";
import { usedBetween } from "./resources.ts";

function usage(service: string, cpuSeconds: number, memoryMiB = 100): ContainerUsage {
  return {
    server: service,
    service,
    cpuSeconds,
    throttledSeconds: cpuSeconds / 10,
    memoryMiB,
    rxBytes: 1000 * cpuSeconds,
    txBytes: 0,
  };
}

it("subtracts counters and keeps the larger memory reading", () => {
  const used = usedBetween(
    [usage("app-1", 5), usage("app-2", 7)],
    [usage("app-1", 6, 150), usage("app-2", 9)],
  );
  expect(used).toMatchObject({ cpuSeconds: 3, rxBytes: 3000, memoryMiB: 250, containers: 2 });
});

it("counts a container whose counters began again from its restart, all counters alike", () => {
  const used = usedBetween([usage("app-1", 50)], [usage("app-1", 2)]);
  expect(used).toMatchObject({ cpuSeconds: 2, rxBytes: 2000 });
});

it("counts a container that came in between, and nothing of one that is gone", () => {
  expect(usedBetween([usage("gone", 50)], [usage("new", 4)])).toMatchObject({ cpuSeconds: 4, containers: 1 });
});
