import { expect, test } from "vitest";
import type { LoadRecord } from "../../model/load-records.ts";
import { fakeRoom } from "../testing/room.ts";
import { sentLately, spikeJob, trafficSpike } from "./traffic-spike.ts";

const params = { rate: 300, path: "/feed" };

test("the job is an open loop on the stage's entry that ends with the fault", () => {
  const { strike } = fakeRoom();
  expect(spikeJob(strike("lb-1", params))).toMatchObject({
    kind: "open",
    url: "http://lb:80",
    rate: 300,
    durationMs: 10_000,
    maxDurationMs: 12_000,
    mix: [{ steps: [{ kind: "get", path: "/feed" }] }],
  });
});

test("a target that users do not arrive at is refused with the one they do", async () => {
  const { strike } = fakeRoom();
  await expect(trafficSpike.plan(strike("app-1", params))).rejects.toMatchObject({
    code: "usage",
    next: "aim it at lb-1",
  });
});

test("the helper stands on the clients' network, with the clients' share of the cores, and is all that is undone", async () => {
  const { engine, strike, reach } = fakeRoom();
  const places: unknown[] = [];
  const start: typeof reach.helpers.start = (place, fault, command) => {
    places.push(place);
    return engine.helpers.start(place, fault, command);
  };
  const struck = strike("lb-1", params, {
    reach: { ...reach, helpers: { ...engine.helpers, start } },
  });
  expect(await trafficSpike.plan(struck)).toEqual([{ do: "helpers" }]);
  await trafficSpike.inject(struck);
  expect(places).toEqual([{ kind: "client", network: "p_internet", cpus: 0.5 }]);
});

test("the helper asks the stage's own name server, where clients do, and the entry is found by its service", async () => {
  const { engine, strike, reach } = fakeRoom();
  const places: unknown[] = [];
  const start: typeof reach.helpers.start = (place, fault, command) => {
    places.push(place);
    return engine.helpers.start(place, fault, command);
  };
  const helpers = { ...engine.helpers, start };
  const { stage } = strike("lb-1", params);
  const named = { ...stage, inside: { host: "shop.test", port: 80, service: "lb" }, clientDns: "names" };
  const struck = strike("lb-1", params, { stage: named, reach: { ...reach, helpers } });
  expect(spikeJob(struck).url).toBe("http://shop.test:80");
  await trafficSpike.inject(struck);
  expect(places).toMatchObject([{ dns: { project: stage.project, service: "names" } }]);
  const elsewhere = strike("app-1", params, { stage: named });
  await expect(trafficSpike.plan(elsewhere)).rejects.toMatchObject({ next: "aim it at lb-1" });
});

const window = (sent: number) => ({ kind: "window", phases: [{ phase: "spike", sent }] });
const log = (...records: unknown[]) => records.map((one) => JSON.stringify(one)).join("\n");

test("what was sent is read from the latest window, among cut-off lines", () => {
  const ready: Partial<LoadRecord> = { kind: "ready" };
  expect(sentLately("")).toBe(0);
  expect(sentLately(log(ready))).toBe(0);
  expect(sentLately(`"sent":9}]}\n${log(window(5), window(7))}\n{"kind":"win`)).toBe(7);
  expect(sentLately(log(window(5), window(0)))).toBe(0);
});

test("a generator that could not run says why", () => {
  expect(() => sentLately(log({ kind: "error", what: "lb has no address" }))).toThrow(
    expect.objectContaining({ code: "fault", message: expect.stringContaining("lb has no address") }),
  );
});
