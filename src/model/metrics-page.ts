import type { Metric } from "./metrics.ts";

const cell = (text: string) => text.replaceAll("|", "\\|");

/** The metric dictionary as the page docs/metrics.md. */
export function metricsPage(metrics: readonly Metric[]): string {
  const rows = metrics.map(
    ({ name, unit, phase, means, how }) =>
      `| \`${name}\` | ${unit} | ${phase} | ${cell(means)} | ${cell(how)} |`,
  );
  return [
    "# Metrics",
    "",
    "Made by `./lab metrics --markdown > docs/metrics.md`: the one dictionary that the schema of lab.yaml, claims,",
    "reports and this page read. *Phase* is the part of a measuring step that a claim reads when it names none.",
    "",
    "| metric | unit | phase | what it means | how it is measured |",
    "|---|---|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}
