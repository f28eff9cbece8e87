import { printableLine } from "../../text/printable.ts";

/** What came of one contract suite. */
export interface ContractCount {
  passed: number;
  failed: number;
  skipped: number;
  /** Each failed test with its reason, on one line. */
  failures: string[];
}

interface Report {
  testResults?: {
    status?: string;
    message?: string;
    assertionResults?: { status?: string; title?: string; failureMessages?: string[] }[];
  }[];
}

const firstLine = (text: string | undefined) => printableLine((text ?? "").split("\n", 1)[0] ?? "");

/**
 * Counts in vitest's JSON report. A suite that did not get to its tests has failed, whatever they are counted as;
 * `error` is the first one it printed, since the report leaves out those of hooks.
 */
export function readContractReport(text: string, error = ""): ContractCount {
  let report: Report;
  try {
    report = JSON.parse(text) as Report;
  } catch {
    return {
      passed: 0,
      failed: 1,
      skipped: 0,
      failures: [firstLine(error) || "the suite did not run to its end"],
    };
  }
  const files = report.testResults ?? [];
  const tests = files.flatMap(({ assertionResults }) => assertionResults ?? []);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  const failures = tests
    .filter(({ status }) => status === "failed")
    .map(({ title, failureMessages }) => `${title}: ${firstLine(failureMessages?.[0])}`);
  const passed = count("passed");
  const stopped =
    failures.length === 0 && (tests.length === 0 || files.some(({ status }) => status === "failed"));
  if (stopped) failures.push(firstLine(files[0]?.message) || firstLine(error) || "the suite ran no test");
  return { passed, failed: failures.length, skipped: tests.length - passed - count("failed"), failures };
}
