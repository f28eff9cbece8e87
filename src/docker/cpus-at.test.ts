import { expect, test } from "vitest";
import { withCpusAt } from "./cpus-at.ts";

const compose = {
  name: "p",
  services: {
    app: { image: "node", cpus: 0.3, mem_limit: "268435456" },
    written: { cpus: "0.2" },
    small: { cpus: 0.02 },
    free: { image: "x" },
    unlimited: { cpus: 0 },
  },
};

test("a slower processor gives every service a share of its cores, and all of its memory", () => {
  const { services } = withCpusAt(compose, 0.5);
  expect(services.app).toEqual({ image: "node", cpus: 0.15, mem_limit: "268435456" });
  expect(services.written).toEqual({ cpus: 0.1 });
});

test("what has no limit gets none, and none is smaller than the engine takes", () => {
  const { services } = withCpusAt(compose, 0.25);
  expect(services.free).toEqual({ image: "x" });
  expect(services.unlimited).toEqual({ cpus: 0 });
  expect(services.small).toEqual({ cpus: 0.01 });
});

test("at speed 1 the file stays as compose resolved it", () => {
  expect(withCpusAt(compose, 1)).toBe(compose);
});
