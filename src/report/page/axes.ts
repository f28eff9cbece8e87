import type { Language } from "../../text/language.ts";
import { formatNumber, formatValue } from "../../text/numbers.ts";
import { chartText, frameLine } from "./chart.ts";

const quiet = { axisTick: { show: false }, splitLine: { show: false }, axisLabel: chartText };

/** Seconds; `shown`: with its numbers. */
export function timeAxis(lengthS: number, language: Language, gridIndex: number, shown: boolean) {
  return {
    ...quiet,
    type: "value",
    gridIndex,
    min: 0,
    max: lengthS,
    axisLine: frameLine,
    axisLabel: {
      ...chartText,
      show: shown,
      showMaxLabel: false,
      formatter: (value: number) => formatValue(value, "s", language),
    },
  };
}

/** Something per second, from nothing to `max`. */
export function rateAxis(max: number, language: Language, gridIndex = 0) {
  return {
    type: "value",
    gridIndex,
    min: 0,
    max,
    interval: stepOf(max),
    splitLine: frameLine,
    axisLabel: { ...chartText, formatter: (value: number) => formatNumber(value, language) },
  };
}

/** Milliseconds on a logarithmic scale over whole decades. */
export function latencyAxis([low, high]: readonly [number, number], language: Language, gridIndex = 0) {
  return {
    type: "log",
    gridIndex,
    min: low,
    max: high,
    splitLine: frameLine,
    axisLabel: { ...chartText, formatter: (value: number) => latencyText(value, language) },
  };
}

/** From 1,000 ms on in seconds. */
export function latencyText(ms: number, language: Language): string {
  return ms >= 1000 ? formatValue(ms / 1000, "s", language) : formatValue(ms, "ms", language);
}

/** The whole decades that hold all values; one of them at least. */
export function decadesOf(values: readonly number[]): [number, number] {
  const positive = values.filter((value) => value > 0);
  if (positive.length === 0) return [1, 10];
  const low = 10 ** Math.floor(Math.log10(Math.min(...positive)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...positive)) - 1e-9);
  return [low, Math.max(high, low * 10)];
}

/** What divides a round number into two or three round parts. */
function stepOf(max: number): number {
  const first = max / 10 ** Math.floor(Math.log10(max) + 1e-9);
  return [1.5, 3, 6].some((one) => Math.abs(one - first) < 1e-6) ? max / 3 : max / 2;
}

/** A round number not below `value`, for the end of an axis. */
export function roundUp(value: number): number {
  if (!(value > 0)) return 1;
  const unit = 10 ** Math.floor(Math.log10(value));
  const step = [1, 1.5, 2, 3, 4, 5, 6, 8, 10].find((one) => one * unit >= value * 0.999) ?? 10;
  return step * unit;
}
