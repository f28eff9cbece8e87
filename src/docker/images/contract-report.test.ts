import { describe, expect, it } from "vitest";
import { readContractReport } from "./contract-report.ts";

const test = (status: string, title: string, failure?: string) => ({
  status,
  title,
  failureMessages: failure === undefined ? [] : [failure],
});
const report = (status: string, tests: unknown[], message = "") =>
  JSON.stringify({ testResults: [{ status, message, assertionResults: tests }] });

describe("readContractReport", () => {
  it("counts", () => {
    const tests = [test("passed", "a"), test("passed", "b"), test("skipped", "c")];
    expect(readContractReport(report("passed", tests))).toEqual({
      passed: 2,
      failed: 0,
      skipped: 1,
      failures: [],
    });
  });

  it("names what failed on one line that is safe to print", () => {
    const tests = [test("passed", "a"), test("failed", "stops", "expected \x1b[31m1\x1b[0m\n  at x.ts")];
    expect(readContractReport(report("failed", tests))).toEqual({
      passed: 1,
      failed: 1,
      skipped: 0,
      failures: ["stops: expected 1"],
    });
  });

  it("takes a suite that did not start as failed, though its tests are only skipped", () => {
    const tests = [test("skipped", "a"), test("skipped", "b")];
    expect(readContractReport(report("failed", tests, "not within 60 s: it answers\n  at x.ts"))).toEqual({
      passed: 0,
      failed: 1,
      skipped: 2,
      failures: ["not within 60 s: it answers"],
    });
    expect(readContractReport(report("failed", tests), "Error: no bridge").failures).toEqual([
      "Error: no bridge",
    ]);
    expect(readContractReport(report("passed", []))).toMatchObject({ failed: 1 });
  });

  it.each([[""], ["{"]])("takes the report %j as a failure", (text) => {
    expect(readContractReport(text)).toMatchObject({ passed: 0, failed: 1 });
  });
});
