import { describe, expect, test } from "vitest";
import { csvCell, htmlText, markdownText } from "../text/escape.ts";
import { columns } from "../text/layout.ts";
import { renderBenchCsv } from "./bench-csv.ts";
import { renderBenchHtml } from "./bench-html.ts";
import { renderBenchMarkdown } from "./bench-markdown.ts";
import { renderBenchTerminal } from "./bench-terminal.ts";
import { madeBench, madePart } from "./testing.ts";

const stages = [
  { stage: "single-server", fault: "kill server-1" },
  { stage: "scale-out", fault: "kill app-1" },
];
const parts = [0, 1, 2].flatMap((repeat) => [
  madePart("single-server", repeat, {
    values: { knee: 150 + repeat, "errors ended after": 10 },
    atLeast: ["errors ended after"],
  }),
  madePart("scale-out", repeat, { values: { knee: 300 + 10 * repeat, "errors ended after": 1.6 } }),
]);
const bench = madeBench(stages, parts);

describe("the terminal's table", () => {
  const text = renderBenchTerminal(bench, { colour: false, width: 100 });
  const line = (title: string) => text.split("\n").find((one) => one.startsWith(`${title} `)) ?? "";

  test("shows median and range, marks who is clearly ahead, and says what never ended", () => {
    expect(line("knee")).toMatch(/^knee +151\/s \(150–152\) +310\/s \(300–320\) \*$/);
    expect(line("errors ended after")).toMatch(/> 10 s +1\.6 s \*$/);
    expect(text).toContain("  - scale-out is ahead: knee, errors ended after\n");
  });

  test("keeps within a narrow terminal by taking stages one after the other", () => {
    const narrow = renderBenchTerminal(bench, { colour: false, width: 60 });
    const table = narrow.slice(0, narrow.indexOf("Which is better")).split("\n");
    expect(Math.max(...table.map(columns))).toBeLessThanOrEqual(60);
    expect(table.filter((one) => one.startsWith("knee ")).length).toBe(2);
  });

  test("has no colours unless they are wanted", () => {
    expect(text).not.toContain("\x1b[");
    expect(renderBenchTerminal(bench, { colour: true })).toContain("\x1b[1m");
  });
});

test("a figure that no stage has is left out of the table, and its reason is not", () => {
  const lacking = madeBench(
    stages,
    parts.map(({ stage, repeat }) => madePart(stage, repeat, { values: { "recovered after": null } })),
  );
  const text = renderBenchTerminal(lacking, { colour: false, width: 200 });
  expect(text).not.toMatch(/^recovered after /m);
  expect(text).toContain("scale-out: nothing was asked (recovered after)");
});

test("CSV has a line for each stage and figure, and empty cells for what is not there", () => {
  const gone = madeBench(stages, [madePart("scale-out", 0)]);
  const lines = renderBenchCsv(gone).split("\r\n");
  expect(lines[0]).toBe("stage,fault,step,phase,metric,unit,min,median,max,repeats,at_least,reason");
  expect(lines[1]).toBe("single-server,,knee,all,throughput.knee,1/s,,,,0,,the stage was not measured");
  expect(lines[2]).toBe("scale-out,,knee,all,throughput.knee,1/s,1,1,1,1,,");
  expect(lines.at(-1)).toBe("");
  expect(lines.length).toBe(1 + gone.rows.length + 1);
});

const nasty = `<script>alert("x")</script> | a_b & '`;

describe("what others wrote cannot break out", () => {
  const hurt = madeBench(
    [{ stage: nasty, fault: nasty }],
    [madePart(nasty, 0, { unsound: [{ text: `${nasty}\n# heading` }] })],
  );

  test("of the HTML page, which asks for nothing from anywhere", () => {
    const page = renderBenchHtml(hurt);
    expect(page).not.toContain("<script");
    expect(page).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    expect(page).not.toMatch(/(src|href)=/);
    expect(page).toContain("default-src 'none'");
  });

  test("of the Markdown table", () => {
    const text = renderBenchMarkdown(hurt);
    const header = text.split("\n").find((line) => line.startsWith("|"))!;
    expect(header.match(/(?<!\\)\|/g)).toHaveLength(4);
    expect(text).not.toContain("<script");
    expect(text).not.toMatch(/^# heading/m);
  });

  test("of the CSV file", () => {
    expect(csvCell(nasty)).toBe(`"<script>alert(""x"")</script> | a_b & '"`);
    expect(csvCell("=1+1")).toBe("'=1+1");
    expect(csvCell(-1)).toBe("-1");
  });
});

test("escaping leaves plain words alone", () => {
  expect(htmlText("p99 1.2 ms")).toBe("p99 1.2 ms");
  expect(markdownText("p99 1.2 ms")).toBe("p99 1.2 ms");
});
