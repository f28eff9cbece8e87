import type { Unit } from "../model/metrics.ts";
import type { Language } from "./language.ts";

/** A figure as it is shown; a bound says on which side of `value` the truth lies. */
export interface Figure {
  value: number | null;
  unit: Unit;
  /** The true value is larger. */
  atLeast?: boolean | undefined;
  /** The true value is smaller. */
  atMost?: boolean | undefined;
}

/** What stands where nothing could be measured. */
export const noFigure = "–";

/** Three significant digits, grouped as the language does; whole numbers under a million stay exact when `exact`. */
export function formatNumber(value: number, language: Language, exact = false): string {
  if (!Number.isFinite(value)) return value > 0 ? "∞" : value < 0 ? "−∞" : noFigure;
  if (value === 0) return "0";
  const options: Intl.NumberFormatOptions =
    exact && Number.isInteger(value) && Math.abs(value) < 1e6
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 3 };
  return formatter(language, options).format(value);
}

const formatters = new Map<string, Intl.NumberFormat>();

/** Making one costs far more than using it. */
function formatter(language: Language, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language + JSON.stringify(options);
  const known = formatters.get(key) ?? new Intl.NumberFormat(language, options);
  formatters.set(key, known);
  return known;
}

const suffixes: Record<Language, Record<Exclude<Unit, "$">, string>> = {
  en: {
    "1/s": "/s",
    ms: " ms",
    s: " s",
    ratio: " %",
    times: "×",
    count: "",
    MiB: " MiB",
    "core-s": " core-s",
    "$/h": " $/h",
  },
  ko: {
    "1/s": "/초",
    ms: " ms",
    s: "초",
    ratio: " %",
    times: "배",
    count: "",
    MiB: " MiB",
    "core-s": " 코어·초",
    "$/h": " $/시간",
  },
};

/** A value with its unit: `412/s`, `41.2 %` (of a ratio), `1.93×`, `$0.21`. */
export function formatValue(value: number, unit: Unit, language: Language): string {
  if (unit === "$") return `$${formatNumber(value, language)}`;
  const shown = unit === "ratio" ? value * 100 : value;
  return `${formatNumber(shown, language, unit === "count")}${suffixes[language][unit]}`;
}

/** A share in percent, as exactly as it is: `99.99 %`. */
export function formatShare(share: number, language: Language): string {
  return `${formatter(language, { maximumFractionDigits: 4 }).format(share * 100)} %`;
}

/** A figure with its unit; censored ones as `> 10 s`, unmeasured ones as a dash. */
export function formatFigure(figure: Figure, language: Language): string {
  if (figure.value === null) return noFigure;
  const bound = figure.atLeast ? "> " : figure.atMost ? "< " : "";
  return bound + formatValue(figure.value, figure.unit, language);
}
