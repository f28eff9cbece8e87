import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from "echarts";
import type { Html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import type { Course } from "../course.ts";
import { binWidthS, type RateBin, rateBins } from "../rate-bins.ts";
import { decadesOf, latencyAxis, rateAxis, roundUp, timeAxis } from "./axes.ts";
import { type ChartWords, chart, chartText, chartWidth, exactly } from "./chart.ts";
import { faultArea, phaseLines, phaseTitles } from "./phase-marks.ts";

/** Scales that the charts of a step share, so that stages can be compared by eye. */
export interface Scales {
  lengthS: number;
  ratePerS: number;
  latencyMs: [number, number];
}

/** The scales that hold all courses of a step. */
export function scalesOf(courses: readonly Course[]): Scales {
  const bins = courses.flatMap((course) => rateBins(course));
  const points = courses.flatMap(({ latencies }) => latencies);
  return {
    lengthS: Math.max(...courses.map((course) => course.lengthS)),
    ratePerS: roundUp(Math.max(...bins.map(({ ok, refused, failed }) => ok + refused + failed))),
    latencyMs: decadesOf(points.flatMap(({ p50, p99 }) => [p50 ?? 0, p99 ?? 0])),
  };
}

const left = 52;
const width = chartWidth - left - 8;
const rates = { ...exactly, left, width, top: 34, height: 112 };
const latencies = { ...exactly, left, width, top: 180, height: 92 };
const height = 296;
// failures and refusals have a pattern of their own: colour is never the only sign
const dots = { symbol: "circle", dashArrayX: [4, 4], dashArrayY: [4, 4], symbolSize: 0.7 };
const stripes = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: 0.785 };
const outcomes = [
  { of: "ok", below: [], style: { fill: "var(--good-fill)" } },
  {
    of: "refused",
    below: ["ok"],
    style: { fill: "var(--doubt-fill)", decal: { ...dots, color: "var(--back)" } },
  },
  {
    of: "failed",
    below: ["ok", "refused"],
    style: { fill: "var(--bad-fill)", decal: { ...stripes, color: "var(--back)" } },
  },
] as const;

/** One outcome's bars, standing on those of the outcomes below; each as wide as its bin is long. */
function bars(bins: readonly RateBin[], { of, below, style }: (typeof outcomes)[number]) {
  return {
    type: "custom",
    silent: true,
    clip: true,
    encode: { x: [0, 1], y: [2, 3] },
    data: bins.flatMap((bin) => {
      const base = below.reduce((sum, one) => sum + bin[one], 0);
      return bin[of] > 0 ? [[bin.fromS, bin.toS, base, base + bin[of]]] : [];
    }),
    renderItem(_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
      const value = (at: number) => Number(api.value(at));
      const [x = 0, y = 0] = api.coord([value(0), value(3)]);
      const [right = 0, bottom = 0] = api.coord([value(1), value(2)]);
      const shape = { x, y, width: Math.max(0.5, right - x - 0.5), height: bottom - y };
      return { type: "rect" as const, shape, style: { ...style } };
    },
  };
}

/** What became of the users' requests, and how long good answers took, over the time of one measurement. */
export function courseChart(course: Course, scales: Scales, language: Language, words: ChartWords): Html {
  const strings = stringsOf(language).page.charts;
  const bins = rateBins(course, binWidthS(scales.lengthS));
  const lines = phaseLines(course);
  const name = (text: string, top: number) => ({
    text,
    left: 0,
    top,
    padding: 0,
    textStyle: { ...chartText, fontWeight: "normal" },
  });
  const line = (of: "p50" | "p99", style: object) => ({
    type: "line",
    silent: true,
    xAxisIndex: 1,
    yAxisIndex: 1,
    symbol: "circle",
    symbolSize: 3,
    data: course.latencies.map((point) => [
      point.atS,
      point[of] === null ? null : Math.max(scales.latencyMs[0], point[of]),
    ]),
    ...style,
  });
  return chart(
    {
      grid: [rates, latencies],
      title: [
        ...phaseTitles({ ...course, lengthS: scales.lengthS }, { left, width, language }),
        name(strings.rate, 16),
        name(strings.latency, 162),
      ],
      xAxis: [timeAxis(scales.lengthS, language, 0, false), timeAxis(scales.lengthS, language, 1, true)],
      yAxis: [rateAxis(scales.ratePerS, language), latencyAxis(scales.latencyMs, language, 1)],
      series: [
        ...faultArea(course, 0),
        ...faultArea(course, 1),
        ...outcomes.map((outcome, index) => ({ ...bars(bins, outcome), ...(index === 0 && lines) })),
        line("p50", {
          itemStyle: { color: "var(--series-1)" },
          lineStyle: { color: "var(--series-1)", width: 1.5 },
          ...lines,
        }),
        line("p99", {
          itemStyle: { color: "var(--series-2)" },
          lineStyle: { color: "var(--series-2)", width: 1.5, type: [4, 2] },
        }),
      ],
    },
    height,
    words,
  );
}
