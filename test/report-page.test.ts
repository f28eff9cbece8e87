import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readRecord } from "../src/app/read-record.ts";
import type { Measurements } from "../src/model/measurement.ts";
import { renderCsv } from "../src/report/csv.ts";
import { renderHtml } from "../src/report/html.ts";
import type { RunRecord } from "../src/report/run-record.ts";
import { languages } from "../src/text/language.ts";
import { figuresReadBack } from "./page-figures.ts";
import { toldRun } from "./told-run.ts";

let folder: string;
let record: RunRecord;
beforeAll(async () => {
  folder = toldRun();
  ({ record } = await readRecord(folder));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.each(languages)("the page in %s", (language) => {
  test("shows the figures that are on record, and none of the users' is missing", () => {
    const found = figuresReadBack(renderHtml(record, { language }), folder, language);
    const phases = ["baseline", "fault", "recovery"];
    const places = ["scale-out 0", "scale-out 1", "no-health-check 0"];
    const expected = ["http.rate", "http.failed_ratio", "latency.p50", "latency.p99"].flatMap((metric) =>
      places.flatMap((place) => phases.map((phase) => `${metric} kill-one ${place} ${phase}`)),
    );
    for (const one of [
      ...expected,
      "throughput.knee knee scale-out 0 all",
      "servers.share kill-one scale-out 0 fault",
      "writes.lost kill-one scale-out 0 all",
      "cost.per_hour kill-one no-health-check 0 all",
      "lb.ejection_s kill-one scale-out 0 fault",
    ])
      expect(found).toContain(one);
  });
});

test("a figure that is changed on record is found out", () => {
  const page = renderHtml(record, { language: "en" }).replace(/data-value="[\d.]+">[\d.]+\/s/, (was) =>
    was.replace(/"[\d.]+"/, '"7"'),
  );
  expect(() => figuresReadBack(page, folder, "en")).toThrow();
});

test("the CSV has every figure of the run", () => {
  const { measurements } = JSON.parse(
    readFileSync(join(folder, "measurements.json"), "utf8"),
  ) as Measurements;
  const [header, ...lines] = renderCsv(record).trimEnd().split("\r\n");
  expect(header).toBe("step,on,repeat,phase,metric,of,unit,value,at_least,samples,reason");
  expect(lines).toHaveLength(measurements.length);
  const rate = measurements.find(({ metric, phase }) => metric === "http.rate" && phase === "fault")!;
  expect(lines).toContain(`kill-one,scale-out,1,fault,http.rate,,1/s,${rate.value},,${rate.samples},`);
});
