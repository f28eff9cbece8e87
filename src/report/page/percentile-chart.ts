import type { Html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { formatShare } from "../../text/numbers.ts";
import type { PercentilePoint } from "../percentile-curve.ts";
import { decadesOf, latencyAxis } from "./axes.ts";
import { type ChartWords, chart, chartText, chartWidth, exactly, frameLine } from "./chart.ts";

/** How the lines of several stages are told apart: by colour and by their dashes. */
export const lineStyles = [
  { color: "var(--series-1)", type: [] },
  { color: "var(--series-2)", type: [6, 3] },
  { color: "var(--series-3)", type: [1.5, 2.5] },
  { color: "var(--series-4)", type: [8, 3, 1.5, 3] },
  { color: "var(--series-5)", type: [3, 2] },
  { color: "var(--series-6)", type: [10, 2, 2, 2, 2, 2] },
] as const;

const left = 52;
const grid = { ...exactly, left, width: chartWidth - left - 12, top: 22, height: 170 };
const height = 232;
const shares = [0, 0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999];

/** The rarer, the further right: each step of the axis is ten times fewer answers. */
const place = (share: number): number => -Math.log10(1 - share);

/** The scales that a step's charts share. */
export interface PercentileScales {
  scale: [number, number];
  furthest: number;
}

/** The scales that hold all curves from the median on; the fastest answers may fall below. */
export function percentileScales(curves: readonly (readonly PercentilePoint[])[]): PercentileScales {
  const points = curves.flat();
  return {
    scale: decadesOf(points.filter(({ share }) => share >= 0.4).map(({ ms }) => ms)),
    furthest: Math.max(1, ...points.map(({ share }) => place(share))),
  };
}

/** Latency by the share of answers that came within it, on a logarithmic axis of what is left over. */
export function percentileChart(
  curves: readonly { style: number; points: readonly PercentilePoint[] }[],
  { scale, furthest }: PercentileScales,
  language: Language,
  words: ChartWords,
): Html {
  const strings = stringsOf(language).page.charts;
  const ticks = shares.map(place).filter((at) => at <= furthest + 1e-9);
  const text = (said: string, at: object) => ({
    text: said,
    padding: 0,
    textStyle: { ...chartText, fontWeight: "normal" },
    ...at,
  });
  return chart(
    {
      grid,
      title: [text(strings.latency, { left: 0, top: 0 }), text(strings.share, { right: 12, top: 216 })],
      xAxis: {
        type: "value",
        min: 0,
        max: furthest,
        axisLine: frameLine,
        axisTick: { show: true, customValues: ticks, ...frameLine },
        splitLine: { show: false },
        axisLabel: {
          ...chartText,
          customValues: ticks,
          formatter: (at: number) => formatShare(1 - 10 ** -at, language),
        },
      },
      yAxis: latencyAxis(scale, language),
      series: curves.map(({ style, points }) => {
        const { color, type } = lineStyles[style % lineStyles.length]!;
        return {
          type: "line",
          silent: true,
          symbol: "none",
          lineStyle: { color, width: 2, type: type.length === 0 ? "solid" : [...type] },
          clip: true,
          data: points.map(({ share, ms }) => [place(share), ms]),
        };
      }),
    },
    height,
    words,
  );
}
