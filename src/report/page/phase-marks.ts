import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams } from "echarts";
import { type Language, stringsOf } from "../../text/language.ts";
import { columns } from "../../text/layout.ts";
import { printableLine } from "../../text/printable.ts";
import type { Course } from "../course.ts";
import { chartText } from "./chart.ts";

const hatch = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1.5, 5], rotation: -0.785 };

/** Lines where phases begin. */
export function phaseLines({ phases }: Course) {
  return {
    markLine: {
      silent: true,
      symbol: "none",
      label: { show: false },
      lineStyle: { color: "var(--faint)", type: [2, 3], width: 1 },
      data: phases.slice(1).map(({ fromS }) => ({ xAxis: fromS })),
    },
  };
}

/** The fault as a hatched area over the whole height of a chart's grid; nothing when none came. */
export function faultArea({ fault }: Course, grid: number) {
  if (!fault) return [];
  const area = {
    type: "custom",
    silent: true,
    clip: true,
    z: 0,
    xAxisIndex: grid,
    yAxisIndex: grid,
    encode: { x: [0, 1] },
    data: [[fault.fromS, fault.toS]],
    renderItem({ coordSys }: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) {
      const { y, height } = coordSys as unknown as { y: number; height: number };
      const at = (index: number) => api.coord([Number(api.value(index)), api.value(index)])[0] ?? 0;
      const shape = { x: at(0), y, width: at(1) - at(0), height };
      const style = { fill: "var(--fault)", decal: { ...hatch, color: "var(--hatch)" } };
      return { type: "rect" as const, shape, style };
    },
  };
  return [area];
}

const letterPx = 5.4;

/** Names of the phases, each above its part of the chart, as far as there is room. */
export function phaseTitles(
  { phases, lengthS, fault }: Course,
  { left, width, language }: { left: number; width: number; language: Language },
) {
  const strings = stringsOf(language);
  const px = width / lengthS;
  return phases.flatMap(({ phase, fromS, toS }) => {
    const what = fault && phase === "fault" ? ` (${printableLine(fault.kind)})` : "";
    const room = (toS - fromS) * px - 2;
    const name = strings.phase[phase];
    const text = [name + what, name].find((one) => columns(one) * letterPx <= room);
    if (text === undefined) return [];
    const middle = left + ((fromS + toS) / 2) * px;
    const textStyle = { ...chartText, color: phase === "fault" ? "var(--bad)" : "var(--faint)" };
    return [
      {
        text,
        left: middle,
        top: 0,
        padding: 0,
        textAlign: "center",
        itemGap: 0,
        textStyle: { ...textStyle, fontWeight: "normal" },
      },
    ];
  });
}
