import { expect } from "vitest";
import type { NetworkView } from "./network-view.ts";

export interface Order {
  kind: string;
  target?: string;
  params?: Record<string, string | number>;
  ttlMs?: number;
}

/** A network fault on app-1, and how its effect and its absence look from outside, or to those who live there. */
export interface NetworkEffect {
  order: Order;
  seen: () => Promise<void>;
  unseen: () => Promise<void>;
}

export const networkKinds = ["partition", "latency", "loss", "bandwidth", "reset", "dns-down", "dns-lie"];

/** By kind, for the scale-out stage. */
export function networkEffects(view: NetworkView): Record<string, NetworkEffect> {
  const toApp1 = () => view.connect("app-2-host", "app-1", 8080);
  return {
    partition: {
      order: { kind: "partition" },
      seen: async () => expect((await toApp1()).said).toBe("TimeoutError"),
      unseen: async () => expect((await toApp1()).said).toBe("ok"),
    },
    latency: {
      order: { kind: "latency", params: { delay: "150ms" } },
      seen: async () => {
        const { said, ms } = await toApp1();
        expect(said).toBe("ok");
        expect(ms).toBeGreaterThan(150);
      },
      unseen: async () => expect((await toApp1()).ms).toBeLessThan(150),
    },
    loss: {
      order: { kind: "loss", params: { share: "40%" } },
      seen: async () => expect(Math.abs((await view.lost("app-2-host", "app-1-host")) - 40)).toBeLessThan(20),
      unseen: async () => expect(await view.lost("app-2-host", "app-1-host")).toBe(0),
    },
    bandwidth: {
      order: { kind: "bandwidth", params: { rate: "5mbit" } },
      seen: async () => {
        for (const [from, to] of [
          ["app-1-host", "app-2-host"],
          ["app-2-host", "app-1-host"],
        ] as const) {
          const rate = await view.stream(from, to);
          expect(rate).toBeGreaterThan(3);
          expect(rate).toBeLessThan(6);
        }
      },
      unseen: async () => expect(await view.stream("app-2-host", "app-1-host")).toBeGreaterThan(20),
    },
    reset: {
      order: { kind: "reset" },
      seen: async () => expect((await toApp1()).said).toBe("ConnectionRefusedError"),
      unseen: async () => expect((await toApp1()).said).toBe("ok"),
    },
    "dns-down": {
      order: { kind: "dns-down" },
      seen: async () => {
        expect(await view.lookUp("app-1-host", "db")).toBe("");
        // by TCP, too
        expect((await view.connect("app-1-host", "127.0.0.11", 53)).said).toBe("TimeoutError");
      },
      unseen: async () => expect(await view.lookUp("app-1-host", "db")).toMatch(/^\d+\./),
    },
    "dns-lie": {
      order: { kind: "dns-lie", params: { name: "DB" } },
      seen: async () => {
        expect(await view.lookUp("app-1-host", "db")).toBe("192.0.2.1");
        expect(await view.lookUp("app-1-host", "app-2")).toMatch(/^(172|10|192\.168)\./);
      },
      unseen: async () => expect(await view.lookUp("app-1-host", "db")).toMatch(/^(172|10|192\.168)\./),
    },
  };
}
