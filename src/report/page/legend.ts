import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { lineStyles } from "./percentile-chart.ts";

const swatch = (className: string): Html =>
  html`<span class="swatch ${className}" aria-hidden="true"></span>`;

function sample(style: number): Html {
  const { color, type } = lineStyles[style % lineStyles.length]!;
  return html`<svg class="sample" width="30" height="8" aria-hidden="true"><path d="M0 4H30" stroke="${color}" stroke-width="2.5" stroke-dasharray="${type.join(" ")}"/></svg>`;
}

const legend = (items: readonly (readonly [Html, string])[]): Html =>
  html`<ul class="legend">${items.map(([mark, text]) => html`<li>${mark} ${text}</li>`)}</ul>
`;

/** How to read the charts over time. */
export function courseLegend(language: Language, withFault: boolean): Html {
  const strings = stringsOf(language).page.legend;
  return legend([
    [swatch("ok"), strings.ok],
    [swatch("refused"), strings.refused],
    [swatch("failed"), strings.failed],
    ...(withFault ? [[swatch("fault-on"), strings.fault] as const] : []),
    [sample(0), strings.p50],
    [sample(1), strings.p99],
  ]);
}

/** How to read the searches for the knee. */
export function kneeLegend(language: Language): Html {
  const strings = stringsOf(language).page.legend;
  return legend([
    [sample(0), strings.throughput],
    [sample(1), strings.p99],
    [html`<span aria-hidden="true">●</span>`, strings.within],
    [html`<span aria-hidden="true">○</span>`, strings.beyond],
  ]);
}

/** Which line is whose. */
export function lineLegend(names: readonly string[]): Html {
  return legend(names.map((name, index) => [sample(index), name]));
}
