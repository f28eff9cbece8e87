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

describe("findKnee", () => {
  it("stops when more connections bring no more throughput", async () => {
    const knee = await findKnee(service(800, 500), 1, 256);
    expect(knee).toMatchObject({ kneePerS: 800, open: false });
    expect(knee.steps.map((step) => step.connections)).toEqual([1, 2, 4, 8, 16, 32]);
  });

  it("closes in on the last step within the limits", async () => {
    const knee = await findKnee(service(100_000, 10), 1, 256);
    expect(knee).toMatchObject({ kneePerS: 25_600, open: true });
    const limited: typeof knee = await findKnee(
      async (connections) => {
        const step = await service(100_000, 500)(connections);
        return { ...step, within: connections <= 11 };
      },
      1,
      256,
    );
    expect(limited.open).toBe(false);
    expect(limited.kneePerS).toBeGreaterThanOrEqual(1000);
    expect(limited.kneePerS).toBeLessThanOrEqual(1100);
  });

  it("is nothing when one connection is already too much", async () => {
    expect(await findKnee(service(1, 500), 1, 256)).toMatchObject({ kneePerS: 0, open: false });
  });
});
