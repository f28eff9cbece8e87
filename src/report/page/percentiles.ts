import type { PhaseName } from "../../model/lab.ts";
import { type Html, html } from "../../text/html.ts";
import { stringsOf } from "../../text/language.ts";
import { formatShare } from "../../text/numbers.ts";
import { type PercentilePoint, percentileCurve } from "../percentile-curve.ts";
import { latencyText } from "./axes.ts";
import { lineLegend } from "./legend.ts";
import { percentileChart, percentileScales } from "./percentile-chart.ts";
import type { StepParts } from "./step-parts.ts";

const drawn: readonly PhaseName[] = ["baseline", "fault", "recovery"];

/** A chart for each phase, a line for each stage; nothing where too few answers came. */
export function percentiles({ id, step, courses, language }: StepParts): Html | undefined {
  const strings = stringsOf(language);
  const own = courses.filter((course) => course.action.step === step && !course.peak);
  const answered = own.filter(({ latencies }) => latencies.some(({ p50 }) => p50 !== null));
  const stages = [...new Set(answered.map(({ key }) => key.on))];
  const charts = drawn.flatMap((phase) => {
    const curves = stages.flatMap((on, style) => {
      const points = percentileCurve(
        own.filter(({ key }) => key.on === on),
        phase,
      );
      return points.length > 0 ? [{ on, style, points }] : [];
    });
    return curves.length > 0 ? [{ phase, curves }] : [];
  });
  if (charts.length === 0) return undefined;
  const scales = percentileScales(charts.flatMap(({ curves }) => curves.map(({ points }) => points)));
  const saying = (on: string, points: readonly PercentilePoint[]) => {
    const told = [0.5, 0.9, 0.99].flatMap((share) => {
      const point = points.find((one) => one.share >= share - 1e-6);
      return point ? [`${formatShare(share, language)} ${latencyText(point.ms, language)}`] : [];
    });
    return `${on}: ${told.join(", ")}`;
  };
  const figures = charts.map(
    ({ phase, curves }) => html`<figure><figcaption>${strings.phase[phase]}</figcaption>${percentileChart(
      curves,
      scales,
      language,
      {
        id: `${id}-p-${phase}`,
        title: strings.page.measured.percentilesOf(strings.phase[phase]),
        says: `${curves.map(({ on, points }) => saying(on, points)).join("; ")}.`,
      },
    )}</figure>
`,
  );
  return html`<h4>${strings.page.measured.percentiles}</h4>
<p class="faint">${strings.page.measured.percentilesLead}</p>
${lineLegend(stages)}<div class="charts">${figures}</div>
`;
}
