import { type Language, stringsOf } from "../../text/language.ts";
import { columns } from "../../text/layout.ts";
import { printableLine } from "../../text/printable.ts";
import type { Course } from "../course.ts";
import { chartText } from "./chart.ts";

const hatch = { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1.5, 5], rotation: -0.785 };

/** The fault as a hatched area over a chart's whole height, and lines where phases begin. */
export function phaseMarks({ phases, fault }: Course) {
  return {
    markLine: {
      silent: true,
      symbol: "none",
      label: { show: false },
      lineStyle: { color: "var(--faint)", type: [2, 3], width: 1 },
      data: phases.slice(1).map(({ fromS }) => ({ xAxis: fromS })),
    },
    ...(fault && {
      markArea: {
        silent: true,
        itemStyle: { color: "var(--fault)", decal: { ...hatch, color: "var(--hatch)" } },
        data: [[{ xAxis: fault.fromS }, { xAxis: fault.toS }]],
      },
    }),
  };
}

const letterPx = 6.1;

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
