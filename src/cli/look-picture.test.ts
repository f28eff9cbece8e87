import { describe, expect, it } from "vitest";
import type { ServerLook, StageLook } from "../model/look.ts";
import type { Topology } from "../model/topology.ts";
import { paintWith } from "../text/colour.ts";
import type { Language } from "../text/language.ts";
import { stringsOf } from "../text/language.ts";
import { columns } from "../text/layout.ts";
import { lookLines } from "./look-picture.ts";

const layout = (language: Language = "en", colour = false) => ({
  width: 80,
  paint: paintWith(colour),
  language,
  strings: stringsOf(language),
});
const server = (name: string, asks: string[]) => ({
  name,
  type: "nano" as const,
  services: [name],
  asks,
  networks: [],
});
const topology: Topology = {
  entry: { server: "lb-1", port: 80 },
  servers: [
    server("lb-1", ["app-1", "app-2"]),
    server("app-1", ["db-1"]),
    server("app-2", ["db-1"]),
    server("db-1", []),
  ],
};
const seen = (name: string, more: Partial<ServerLook> = {}): ServerLook => ({
  name,
  state: "up",
  answers: 0,
  cpuShare: 0.25,
  ...more,
});
const look = (more: Partial<StageLook> = {}): StageLook => ({
  users: { atMs: 0, ok: 20, failed: 0, waiting: 0, p50Ms: 5, p99Ms: 12 },
  servers: [seen("lb-1"), seen("app-1", { answers: 10 }), seen("app-2", { answers: 10 }), seen("db-1")],
  faults: [],
  ...more,
});

describe("the picture of a stage as it is now", () => {
  it("shows who answers whom, how much, and how busy each is", () => {
    const lines = lookLines([look()], topology, layout());
    expect(lines[0]).toBe(`users     █${" ".repeat(23)} 20 ok, 0 failed, p99 12 ms`);
    expect(lines.slice(1)).toEqual([
      "└─ lb-1   up  cpu 25 %",
      "   ├─ app-1  up  cpu 25 %  10/s",
      "   │  └─ db-1   up  cpu 25 %",
      "   └─ app-2  up  cpu 25 %  10/s",
      "      └─ db-1",
      "",
    ]);
  });

  it("says who is down, what is on, and who waits", () => {
    const servers = [
      seen("lb-1"),
      seen("app-1", { state: "down", cpuShare: null }),
      seen("app-2", { state: "ill", answers: 13 }),
      seen("db-1", { state: "paused" }),
    ];
    const users = { atMs: 0, ok: 13, failed: 7, waiting: 4, p50Ms: null, p99Ms: null };
    const faults = [{ kind: "kill", target: "app-1" }];
    const text = lookLines([look({ users, servers, faults })], topology, layout()).join("\n");
    expect(text).toContain("13 ok, 7 failed, 4 waiting");
    expect(text).not.toContain("p99");
    expect(text).toMatch(/app-1 {2}down\n/);
    expect(text).toMatch(/app-2 {2}unhealthy {2}cpu 25 % {2}13\/s/);
    expect(text).toMatch(/db-1 {3}paused/);
    expect(text).toContain("on now: kill app-1");
  });

  it("fits 80 columns in both languages, however long it is watched and whatever is on", () => {
    const faults = Array.from({ length: 9 }, (_, nth) => ({ kind: "latency", target: `app-${nth}` }));
    const many = Array.from({ length: 200 }, () => look({ faults }));
    for (const language of ["en", "ko"] as const)
      for (const colour of [false, true])
        for (const line of lookLines(many, topology, layout(language, colour)))
          expect(columns(line), line).toBeLessThanOrEqual(80);
  });

  it("is empty before the first look", () => {
    expect(lookLines([], topology, layout())).toEqual([]);
  });
});
