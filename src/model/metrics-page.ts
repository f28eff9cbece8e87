import type { Metric } from "./metrics.ts";

const cell = (text: string) => text.replaceAll("|", "\\|");

/** The metric dictionary as the page docs/metrics.md. */
export function metricsPage(metrics: readonly Metric[]): string {
  const rows = metrics.map(
    ({ name, unit, phase, by, partsOnly, means, how }) =>
      `| \`${name}\` | ${unit} | ${phase} | ${partsOnly ? `only ${by}` : (by ?? "")} | ${cell(means)} | ${cell(how)} |`,
  );
  return [
    "# Metrics",
    "",
    "Made by `./lab metrics --markdown > docs/metrics.md`: the one dictionary that the schema of lab.yaml, claims,",
    "reports and this page read. *Phase* is the part of a measuring step that a claim reads when it names none.",
    "",
    "*Parts* says which metrics are told by parts, too (or only by parts): a claim names one with `of`.",
    "",
    "- **route**: one kind of request, called by its path alone when it reads (`of: /feed`, `of: /posts/{id}`), with the",
    "  method in front otherwise (`of: POST /posts`, `of: PUT /uploads/{id}.png`); a path stands as the journey has it,",
    "  placeholders, query and all. A request tells its route when it ends: the shares of a route are of its requests that",
    "  ended. The twenty busiest routes are told.",
    "- **server**: one server of the stage by its name there, for `servers.share` by its `x-served-by`;",
    "  `cpu.per_1000_good` of a server is its CPU time for a thousand good answers of the whole stage.",
    "- **command**: one command of a step by its id.",
    "",
    "| metric | unit | phase | parts | what it means | how it is measured |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
