import { describe, expect, it } from "vitest";
import type { PeakStep } from "../model/load-records.ts";
import { findKnee } from "./knee.ts";

/** A service that carries at most `top` requests/s at 10 ms each: beyond it, more connections only wait longer. */
function service(top: number, p99LimitMs: number): (connections: number) => Promise<PeakStep> {
  return async (connections) => {
    const throughput = Math.min(top, connections * 100);
    const p99Ms = (connections / throughput) * 1000;
    return { connections, throughput, p99Ms, errorRatio: 0, within: p99Ms <= p99LimitMs };
  };
}

const search = (measure: (connections: number) => Promise<PeakStep>) =>
  findKnee({ measure, firstConnections: 1, maxConnections: 256 });

describe("findKnee", () => {
  it("stops when more connections bring no more throughput, and measures the best once more", async () => {
    const knee = await search(service(800, 500));
    expect(knee).toMatchObject({ kneePerS: 800, open: false });
    expect(knee.steps.map((step) => step.connections)).toEqual([1, 2, 4, 8, 16, 32, 8]);
  });

  it("stops at once when more connections bring clearly less", async () => {
    const knee = await search(async (connections) => {
      const step = await service(100_000, 500)(connections);
      return connections > 4 ? { ...step, throughput: 200 } : step;
    });
    expect(knee.steps.map((step) => step.connections)).toEqual([1, 2, 4, 8, 4]);
    expect(knee.kneePerS).toBe(400);
  });

  it("reads the knee from the longer step, not from the luckiest short one", async () => {
    const knee = await findKnee({
      async measure(connections, purpose) {
        const step = await service(800, 500)(connections);
        return purpose === "confirm" ? { ...step, throughput: 700 } : step;
      },
      firstConnections: 1,
      maxConnections: 256,
    });
    expect(knee.kneePerS).toBe(700);
  });

  it("takes the next best when the best cannot be held", async () => {
    const knee = await findKnee({
      async measure(connections, purpose) {
        const step = await service(800, 500)(connections);
        return { ...step, within: purpose === "search" || connections < 8 };
      },
      firstConnections: 1,
      maxConnections: 256,
    });
    expect(knee.kneePerS).toBe(400);
  });

  it("closes in on the last step within the limits", async () => {
    const knee = await search(service(100_000, 10));
    expect(knee).toMatchObject({ kneePerS: 25_600, open: true });
    const limited: typeof knee = await search(async (connections) => {
      const step = await service(100_000, 500)(connections);
      return { ...step, within: connections <= 11 };
    });
    expect(limited.open).toBe(false);
    expect(limited.kneePerS).toBeGreaterThanOrEqual(1000);
    expect(limited.kneePerS).toBeLessThanOrEqual(1100);
  });

  it("is nothing when one connection is already too much", async () => {
    expect(await search(service(1, 500))).toMatchObject({ kneePerS: 0, open: false });
  });
});
