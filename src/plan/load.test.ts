import { expect, test } from "vitest";
import type { Lab, OpenLoad } from "../model/lab.ts";
import { plannedLoad } from "./load.ts";

const load: OpenLoad = {
  kind: "open",
  name: "browse",
  ratePerS: 60,
  arrivals: "constant",
  connections: "per-user",
  keepAlive: false,
  addresses: "first",
  dnsTtlMs: 200,
  mix: [{ journey: "visitor", weight: 2 }],
};
const steps = [{ kind: "upload" as const, path: "/uploads/{id}.png", bytes: 500 }];

test("a load keeps how its users connect; only its rate is scaled", () => {
  const lab = {
    journeys: [{ name: "visitor", steps }],
    loads: [load],
    quick: { rate: 0.5, phases: 1, repeats: 1 },
  } as Partial<Lab> as Lab;
  const mix = [{ journey: "visitor", weight: 2, steps }];
  expect(plannedLoad(lab, "browse", false)).toEqual({ ...load, mix });
  expect(plannedLoad(lab, "browse", true)).toEqual({ ...load, ratePerS: 30, mix });
});
