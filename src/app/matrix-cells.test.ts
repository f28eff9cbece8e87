import { expect, test } from "vitest";
import type { Stage } from "../model/stage.ts";
import { readFaults } from "../plan/matrix-faults.ts";
import { plannedCells, spoilsCell, wantedParts } from "./matrix-cells.ts";
import type { PreparedStage } from "./part-prepare.ts";

const prepared = (words: string, standardFault?: Stage["standardFault"]): PreparedStage => ({
  stage: {
    name: words,
    files: [],
    entry: { service: "lb", port: 80 },
    client: { network: "internet", cpus: 0.6 },
    servers: [{ name: "lb-1", type: "micro", services: ["lb"], role: "entry" }],
    images: [],
    ...(standardFault && { standardFault }),
  },
  words,
  identity: {} as PreparedStage["identity"],
});
const stages = [prepared("a", { kind: "kill", target: "lb-1" }), prepared("b")];
const faults = readFaults("kill,loss,traffic-spike:rate=100");
const cells = plannedCells(stages, faults, (kind) => (kind === "loss" ? "no statistic" : undefined));

test("a cell has where its fault strikes, or why it cannot", () => {
  expect(cells).toEqual([
    { stage: "a", fault: "kill", strike: { target: "lb-1", params: {} } },
    { stage: "b", fault: "kill", reason: expect.stringContaining("no standard fault") },
    { stage: "a", fault: "loss", reason: "no statistic" },
    { stage: "b", fault: "loss", reason: "no statistic" },
    {
      stage: "a",
      fault: "traffic-spike:rate=100",
      strike: { target: "lb-1", params: { rate: "100" } },
    },
    {
      stage: "b",
      fault: "traffic-spike:rate=100",
      strike: { target: "lb-1", params: { rate: "100" } },
    },
  ]);
});

test("only what can be had is measured", () => {
  const wanted = wantedParts(cells, stages, faults, 2).map(({ part, on }) => [
    part.fault,
    part.stage,
    part.repeat,
    on.words,
  ]);
  const round = (repeat: number) => [
    ["kill", "a", repeat, "a"],
    ["traffic-spike:rate=100", "a", repeat, "a"],
    ["traffic-spike:rate=100", "b", repeat, "b"],
  ];
  expect(wanted).toEqual([...round(0), ...round(1)]);
});

test("a cell is measured again for an accident that touches what decides it, and for nothing else", () => {
  expect(spoilsCell({ code: "aborted" })).toBe(true);
  expect(spoilsCell({ code: "generator-late", phases: ["baseline", "fault"] })).toBe(true);
  expect(spoilsCell({ code: "generator-busy", phases: ["baseline"] })).toBe(false);
  expect(spoilsCell({ code: "host-busy", capacityOnly: true, phases: ["fault"] })).toBe(false);
  expect(spoilsCell({ code: "machines-do-not-fit" })).toBe(false);
});
