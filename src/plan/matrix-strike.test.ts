import { describe, expect, test } from "vitest";
import type { AskedFault } from "../model/matrix.ts";
import type { ServerSpec, Stage } from "../model/stage.ts";
import { strikeOn } from "./matrix-strike.ts";

const server = (name: string, services: string[], more: Partial<ServerSpec> = {}): ServerSpec => ({
  name,
  type: "nano",
  services,
  ...more,
});
const scaleOut: Pick<Stage, "servers" | "entry" | "standardFault"> = {
  entry: { service: "lb", port: 80 },
  servers: [
    server("lb-1", ["lb"], { role: "entry" }),
    server("app-1", ["app-1"], { role: "app" }),
    server("app-2", ["app-2"], { role: "app" }),
    server("db-1", ["db"], { role: "database" }),
  ],
  standardFault: { kind: "kill", target: "app-1" },
};
const single: typeof scaleOut = {
  entry: { service: "sandbox", port: 80 },
  servers: [server("server-1", ["web", "app", "db"], { sandbox: "sandbox" })],
  standardFault: { kind: "kill", target: "server-1" },
};
const fault = (kind: string, params: Record<string, string> = {}): AskedFault => ({
  kind,
  params,
  label: kind,
});
const struck = (kind: string, stage: typeof scaleOut, params?: Record<string, string>) =>
  strikeOn(stage, fault(kind, params));
const { standardFault: _, ...unnamed } = scaleOut;

describe("a fault strikes", () => {
  test("the server of the standard fault, the database's and the entry's, by what its kind is aimed at", () => {
    expect(struck("pause", scaleOut)).toEqual({ target: "app-1", params: {} });
    expect(struck("slow-query", scaleOut)).toEqual({ target: "db-1", params: {} });
    expect(struck("traffic-spike", scaleOut)).toEqual({ target: "lb-1", params: {} });
  });

  test("the one box, where everything is on one box without roles", () => {
    for (const kind of ["pause", "slow-query", "traffic-spike"]) {
      expect(struck(kind, single)).toEqual({ target: "server-1", params: {} });
    }
  });

  test("with the parameters it was given", () => {
    const params = { delay: "300ms" };
    expect(struck("latency", scaleOut, params)).toEqual({ target: "app-1", params });
  });

  test.each<[string, string, typeof scaleOut, RegExp]>([
    ["a stage without a standard fault", "pause", unnamed, /no standard fault/],
    ["no database", "slow-query", { ...scaleOut, servers: scaleOut.servers.slice(0, 3) }, /no server with a/],
    ["nobody at the entry", "traffic-spike", { ...scaleOut, servers: scaleOut.servers.slice(1) }, /entry/],
  ])("not: %s", (__, kind, stage, reason) => {
    expect(struck(kind, stage)).toEqual({ reason: expect.stringMatching(reason) });
  });
});

describe("process-kill", () => {
  test("takes the process that the server is for", () => {
    const on = (services: string[]) =>
      struck("process-kill", { ...scaleOut, servers: [server("app-1", services)] });
    expect(on(["app-1"])).toEqual({ target: "app-1", params: { process: "MainThread" } });
    expect(on(["web", "app", "db"])).toMatchObject({ params: { process: "MainThread" } });
    expect(on(["web"])).toMatchObject({ params: { process: "nginx" } });
    expect(on(["lb"])).toMatchObject({ params: { process: "haproxy" } });
    expect(on(["db"])).toMatchObject({ params: { process: "mysqld" } });
    expect(on(["queue"])).toEqual({ reason: expect.stringContaining("which process matters on app-1") });
  });

  test("takes that of the struck service, and the one it is told", () => {
    const web = { ...single, standardFault: { kind: "kill", target: "web" } };
    expect(struck("process-kill", web)).toEqual({ target: "web", params: { process: "nginx" } });
    expect(struck("process-kill", scaleOut, { process: "sh", count: "1" })).toEqual({
      target: "app-1",
      params: { process: "sh", count: "1" },
    });
  });
});

describe("dns-lie", () => {
  test("tells the entry server a wrong address for the first app server", () => {
    expect(struck("dns-lie", scaleOut, { address: "10.0.0.9" })).toEqual({
      target: "lb-1",
      params: { address: "10.0.0.9", name: "app-1" },
    });
  });

  test("with a name of its own strikes like any other fault", () => {
    expect(struck("dns-lie", scaleOut, { name: "db" })).toEqual({ target: "app-1", params: { name: "db" } });
  });

  test("has nothing to lie about where the entry server is the app server, or there is none", () => {
    const reason = { reason: expect.stringContaining("looks up no app server") };
    expect(struck("dns-lie", single)).toEqual(reason);
    expect(struck("dns-lie", { ...scaleOut, servers: scaleOut.servers.slice(0, 1) })).toEqual(reason);
  });
});
