import { describe, expect, it } from "vitest";
import { distanceTo, median, spreadOf } from "./distance.ts";

it("the median of an even number is the mean of the middle two", () => {
  expect(median([5, 1, 3])).toBe(3);
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([])).toBeNaN();
});

describe("a spread", () => {
  it("is that of the normal distribution, and one odd run hardly widens it", () => {
    expect(spreadOf([8, 9, 10, 11, 12])).toBeCloseTo(1.4826, 4);
    expect(spreadOf([9, 10, 10, 10, 11, 12, 8])).toBeCloseTo(1.4826, 4);
  });

  it("never forgets an odd run among equal ones", () => {
    expect(spreadOf([1, 1, 1, 1, 0.2])).toBeCloseTo(0.2, 9);
    expect(spreadOf([1, 1, 1])).toBe(0);
  });
});

describe("a distance", () => {
  const values = [8, 9, 10, 11, 12];

  it("counts in spreads towards the side that holds", () => {
    expect(distanceTo(20, "<=", values, "ms").spreads).toBeCloseTo(10 / 1.4826, 4);
    expect(distanceTo(4, ">=", values, "ms").spreads).toBeCloseTo(6 / 1.4826, 4);
    expect(distanceTo(4, "<", values, "ms").spreads).toBeCloseTo(-6 / 1.4826, 4);
  });

  it("is told of three runs or more", () => {
    expect(distanceTo(20, "<=", [8, 12], "ms")).toMatchObject({ runs: 2, spreads: null, times: 2 });
    expect(distanceTo(20, "<=", [8, 9, 12], "ms").spreads).not.toBeNull();
  });

  it("of runs that all measured the same is none where they hold, and nothing where they do not", () => {
    expect(distanceTo(0, "<=", [0, 0, 0], "count").spreads).toBeNull();
    expect(distanceTo(0, "<", [0, 0, 0], "count").spreads).toBe(0);
    expect(distanceTo(2, ">=", [1, 1, 1], "count").spreads).toBe(0);
    expect(distanceTo(2, "==", [2, 2, 2], "count")).toMatchObject({ spreads: null, times: 1 });
    expect(distanceTo(2, "==", [2, 2, 3], "count").spreads).toBe(0);
  });

  it("in times is that of the larger to the smaller, on either side", () => {
    expect(distanceTo(30, "<=", values, "ms").times).toBe(3);
    expect(distanceTo(2.5, ">=", values, "ms").times).toBe(4);
    expect(distanceTo(3, "<=", [0, 0, 0], "count").times).toBeNull();
    expect(distanceTo(0, "<=", [0, 0, 0], "count").times).toBe(1);
  });

  it("takes shares below a twentieth for none", () => {
    expect(distanceTo(0.01, "<=", [0, 0, 0], "ratio").times).toBe(1);
    expect(distanceTo(0.1, "<=", [0, 0, 0], "ratio").times).toBe(2);
    expect(distanceTo(0.5, "<=", [0, 0, 0], "ratio").times).toBe(10);
  });
});
