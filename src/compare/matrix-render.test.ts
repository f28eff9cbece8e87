import { describe, expect, test } from "vitest";
import { columns } from "../text/layout.ts";
import { renderMatrixCsv } from "./matrix-csv.ts";
import { renderMatrixHtml } from "./matrix-html.ts";
import { renderMatrixMarkdown } from "./matrix-markdown.ts";
import type { PlannedCell } from "./matrix-result.ts";
import { renderMatrixTerminal } from "./matrix-terminal.ts";
import { madeCell, madeMatrix } from "./matrix-testing.ts";

const strike = (target: string) => ({ strike: { target, params: {} } });
const planned: PlannedCell[] = [
  { stage: "single-server", fault: "kill", ...strike("server-1") },
  { stage: "scale-out", fault: "kill", ...strike("app-1") },
  { stage: "single-server", fault: "disk-full", reason: "server-1 has no disk of its own" },
  { stage: "scale-out", fault: "disk-full", ...strike("app-1") },
  { stage: "single-server", fault: "loss", reason: "no statistic" },
  { stage: "scale-out", fault: "loss", reason: "no statistic" },
];
const bad = { failed: 0.998, outage: 12.34, "recovered after": 20, "sessions lost": 14 };
const parts = [
  madeCell("single-server", "kill", { values: bad, atLeast: ["recovered after"] }),
  madeCell("scale-out", "kill", { values: { failed: 0.0234, "p99 in the fault": 1234 } }),
  madeCell("scale-out", "disk-full", { unsound: [{ text: "arrivals were late: 3.4 %" }] }),
];
const matrix = madeMatrix(planned, parts, {
  leftOut: [{ fault: "memory", reason: "needs a \x1b[31mhelper" }],
});

describe("the terminal's grid", () => {
  const text = renderMatrixTerminal(matrix, { colour: false });
  const lines = text.split("\n");
  const line = (title: string) => lines.find((one) => one.startsWith(`${title} `)) ?? "";

  test("has stages as columns and faults as rows, with all that is known of each", () => {
    expect(text).toContain("3 faults on 2 stages\n");
    expect(line("kill")).toMatch(/^kill +no, 99.8 % +yes, 2.34 %$/);
    expect(line("  outage, recovered")).toMatch(/ 12.3 s, > 20 s +0 s, 0 s$/);
    expect(line("  lost writes, users")).toMatch(/ 0, 14 +0, 0$/);
    expect(line("  p99 before, during")).toMatch(/ 40 ms, 40 ms +40 ms, 1,230 ms$/);
  });

  test("gives a reason instead of a figure, one line where no stage has any", () => {
    expect(line("disk-full")).toMatch(/^disk-full +not possible +invalid$/);
    expect(line("loss")).toMatch(/^loss +not possible +not possible$/);
    expect(lines[lines.indexOf(line("loss")) + 1]).toBe("");
    expect(text).toContain("  - disk-full on single-server: server-1 has no disk of its own\n");
    expect(text).toContain("  - loss on single-server, loss on scale-out: no statistic\n");
    expect(text).toContain("  - disk-full on scale-out: arrivals were late: 3.4 %\n");
    expect(text).toContain("  - memory: needs a helper\n");
  });

  test("says the rule, and what was struck", () => {
    expect(text.replace(/\s+/g, " ")).toContain("survived: at most 10 % of requests failed");
    expect(text.replace(/\s+/g, " ")).toContain("kill: server-1 on single-server, app-1 on scale-out");
  });

  test("fits in 80 columns with three stages, and takes more one after the other", () => {
    const more = (stages: string[]) =>
      madeMatrix(
        stages.map((stage) => ({ stage, fault: "noisy-neighbour", ...strike("app-1") })),
        stages.map((stage) => madeCell(stage, "noisy-neighbour", { values: bad })),
      );
    const three = renderMatrixTerminal(more(["single-server", "scale-out", "sessions"]), { colour: false });
    expect(three.match(/^noisy-neighbour /gm)).toHaveLength(1);
    expect(Math.max(...three.split("\n").map(columns))).toBeLessThanOrEqual(80);
    const five = renderMatrixTerminal(more(["a", "b", "c", "d", "e"]), { colour: false, width: 60 });
    expect(five.match(/^noisy-neighbour /gm)!.length).toBeGreaterThan(1);
    expect(Math.max(...five.split("\n").map(columns))).toBeLessThanOrEqual(60);
  });

  test("keeps a fault with many parameters beside its figures", () => {
    const fault = "latency:delay=300ms,jitter=20ms";
    const wide = madeMatrix([{ stage: "a", fault, ...strike("app-1") }], [madeCell("a", fault)]);
    const rows = renderMatrixTerminal(wide, { colour: false }).split("\n");
    expect(rows.slice(3, 6).map((one) => one.trim())).toEqual([
      "latency:delay=300ms,  yes, 0 %",
      "jitter=20ms",
      "outage, recovered   0 s, 0 s",
    ]);
  });

  test("has colours only when they are wanted, and stays aligned with them", () => {
    expect(text).not.toContain("\x1b[");
    const coloured = renderMatrixTerminal(matrix, { colour: true });
    expect(coloured).toContain("\x1b[31mno\x1b[39m");
    expect(coloured.replaceAll(/\x1b\[\d+m/g, "")).toBe(text);
  });

  test("says of several runs at once what differs in figures only", () => {
    const busy = (text_: string) => ({ unsound: [{ capacityOnly: true, text: text_ }] });
    const all = madeMatrix(planned.slice(0, 2), [
      madeCell("single-server", "kill", busy("1.4 of 2 cores were busy")),
      madeCell("scale-out", "kill", busy("1.6 of 2 cores were busy")),
    ]);
    expect(renderMatrixTerminal(all, { colour: false }).replace(/\s+/g, " ")).toContain(
      "- kill on single-server, kill on scale-out: such as: 1.4 of 2 cores were busy (touches p99 only)",
    );
  });
});

test("Markdown has a row for each figure, with the range of the repeats", () => {
  const repeated = madeMatrix(planned.slice(0, 2), [
    madeCell("single-server", "kill", { values: { failed: 0.9 } }),
    madeCell("single-server", "kill", { repeat: 1, values: { failed: 0.8 } }),
    madeCell("scale-out", "kill"),
  ]);
  const text = renderMatrixMarkdown(repeated);
  expect(text).toContain("| fault |  | single-server | scale-out |\n| --- | --- | --- | --- |");
  expect(text).toContain("| **kill** | survived | **no** | **yes** |");
  expect(text).toContain("|  | failed | 85 % (80–90) | 0 % |");
  expect(renderMatrixMarkdown(matrix)).toContain("## Not possible\n\n- disk-full on single-server: server-1");
});

test("CSV has a line for each cell and figure", () => {
  const lines = renderMatrixCsv(matrix).split("\r\n");
  expect(lines[0]).toBe(
    "stage,fault,target,state,survived,phase,metric,unit,min,median,max,repeats,at_least,reason",
  );
  expect(lines).toContain(
    "single-server,kill,server-1,measured,false,recovery,recovery.time_s,s,20,20,20,1,min median max,",
  );
  expect(lines).toContain(
    "single-server,loss,,not-possible,,fault,http.failed_ratio,ratio,,,,0,,no statistic",
  );
  expect(lines.length).toBe(1 + matrix.rows.length + 1);
});

describe("what others wrote cannot break out", () => {
  const nasty = `<script>alert("x")</script> | a_b & '`;
  const hurt = madeMatrix([{ stage: nasty, fault: nasty, reason: `${nasty}\n# heading` }], []);

  test("of the HTML page, which asks for nothing from anywhere", () => {
    const page = renderMatrixHtml(hurt);
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    expect(page).not.toMatch(/(src|href)=/);
    expect(page).toContain("default-src 'none'");
  });

  test("of the Markdown table", () => {
    const text = renderMatrixMarkdown(hurt);
    expect(
      text
        .split("\n")
        .find((line) => line.startsWith("|"))!
        .match(/(?<!\\)\|/g),
    ).toHaveLength(4);
    expect(text).not.toMatch(/<script|^# heading/m);
  });
});

test("the HTML page has a cell for each stage and fault, with its figures", () => {
  const page = renderMatrixHtml(matrix);
  expect(page).toMatch(/<th scope="row">kill<\/th><td><span class="no">did not survive<\/span>/);
  expect(page).toMatch(/<span title="[^"]+">recovered after<\/span> &gt; 20 s/);
  expect(page.match(/<span class="faint">not possible<\/span>/g)).toHaveLength(3);
  expect(page).toContain('<span class="doubt">invalid</span>');
});
