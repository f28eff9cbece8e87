import type { PeakRecord } from "../../model/load-records.ts";
import type { Html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { decadesOf, latencyAxis, rateAxis, roundUp } from "./axes.ts";
import { type ChartWords, chart, chartText, chartWidth, exactly, frameLine } from "./chart.ts";

export interface KneeScales {
  connections: number[];
  ratePerS: number;
  latencyMs: [number, number];
}

/** The scales that hold all searches of a step. */
export function kneeScalesOf(peaks: readonly PeakRecord[]): KneeScales {
  const steps = peaks.flatMap((peak) => peak.steps);
  return {
    connections: [...new Set(steps.map((step) => step.connections))].sort((a, b) => a - b),
    ratePerS: roundUp(Math.max(...steps.map((step) => step.throughput))),
    latencyMs: decadesOf(steps.map((step) => step.p99Ms)),
  };
}

const left = 52;
const width = chartWidth - left - 8;
const rates = { ...exactly, left, width, top: 18, height: 124 };
const latencies = { ...exactly, left, width, top: 176, height: 80 };
const height = 302;

/** Throughput with more and more connections, up to where latency or errors passed the limit. */
export function kneeChart(
  peak: PeakRecord,
  limitMs: number,
  scales: KneeScales,
  language: Language,
  words: ChartWords,
): Html {
  const strings = stringsOf(language).page.charts;
  // it may have gone back to fewer connections, to find the knee between two
  const steps = [...peak.steps].sort((a, b) => a.connections - b.connections);
  const text = (said: string, at: object) => ({
    text: said,
    padding: 0,
    textStyle: { ...chartText, fontWeight: "normal" },
    ...at,
  });
  const axis = (gridIndex: number, shown: boolean) => ({
    type: "category",
    gridIndex,
    data: scales.connections.map(String),
    axisLine: frameLine,
    axisTick: { show: false },
    axisLabel: { ...chartText, show: shown },
  });
  const line = (grid: number, of: "throughput" | "p99Ms", color: string, dash: number[] | "solid") => ({
    type: "line",
    silent: true,
    xAxisIndex: grid,
    yAxisIndex: grid,
    lineStyle: { color, width: 1.5, type: dash },
    symbolSize: 7,
    // beyond the limit a point is hollow
    data: steps.map((step) => ({
      value: [String(step.connections), step[of]],
      symbol: step.within ? "circle" : "emptyCircle",
      itemStyle: { color, borderColor: color },
    })),
  });
  const level = (value: number, said: string, position: string) => ({
    silent: true,
    symbol: "none",
    lineStyle: { color: "var(--faint)", type: [4, 3], width: 1 },
    label: { ...chartText, position, formatter: () => said },
    data: [{ yAxis: value }],
  });
  return chart(
    {
      grid: [rates, latencies],
      title: [
        text(strings.rate, { left: 0, top: 0 }),
        text(strings.p99, { left: 0, top: 158 }),
        text(strings.connections, { right: 8, top: 286 }),
      ],
      xAxis: [axis(0, false), axis(1, true)],
      yAxis: [rateAxis(scales.ratePerS, language), latencyAxis(scales.latencyMs, language, 1)],
      series: [
        {
          ...line(0, "throughput", "var(--series-1)", "solid"),
          ...(peak.kneePerS > 0 && { markLine: level(peak.kneePerS, strings.knee, "insideEndBottom") }),
        },
        {
          ...line(1, "p99Ms", "var(--series-2)", [4, 2]),
          ...(limitMs >= scales.latencyMs[0] &&
            limitMs <= scales.latencyMs[1] && { markLine: level(limitMs, strings.limit, "insideStartTop") }),
        },
      ],
    },
    height,
    words,
  );
}
