import { expect, it } from "vitest";
import { topologyLines } from "./topology-text.ts";

const server = (name: string, asks: string[], services = [name]) => ({
  name,
  type: "nano" as const,
  services,
  asks,
  networks: ["private"],
});

it("draws who asks whom; a server that is asked twice is described once", () => {
  const servers = [
    server("lb", ["app-1", "app-2"]),
    server("app-1", ["db"]),
    server("app-2", ["db"]),
    server("db", []),
  ];
  expect(topologyLines({ entry: { server: "lb", port: 80 }, servers })).toEqual([
    "users",
    "└─ lb [nano: 0.2 cpu, 192 MiB; private], port 80",
    "   ├─ app-1 [nano: 0.2 cpu, 192 MiB; private]",
    "   │  └─ db [nano: 0.2 cpu, 192 MiB; private]",
    "   └─ app-2 [nano: 0.2 cpu, 192 MiB; private]",
    "      └─ db",
  ]);
});

it("ends although two servers ask each other, and leaves nobody out", () => {
  const servers = [server("a", ["b"]), server("b", ["a"]), server("c", [], ["x", "y"])];
  expect(topologyLines({ entry: { server: "a", port: 1 }, servers })).toEqual([
    "users",
    "└─ a [nano: 0.2 cpu, 192 MiB; private], port 1",
    "   └─ b [nano: 0.2 cpu, 192 MiB; private]",
    "      └─ a",
    "└─ c: x + y [nano: 0.2 cpu, 192 MiB; private]",
  ]);
});
