import { CustomChart, LineChart } from "echarts/charts";
import { GridComponent, MarkLineComponent, TitleComponent } from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { type Html, html, markup } from "../../text/html.ts";

use([CustomChart, LineChart, GridComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

/** What a chart says to whoever does not see it. */
export interface ChartWords {
  /** Unique in the page: letters, digits and dashes. */
  id: string;
  title: string;
  says: string;
}

/** Drawn at a phone's width, so that its letters stay readable there; the page enlarges it where there is room. */
export const chartWidth = 360;

/** Letters of a chart; colours are the page's, so that they follow the reader's theme. */
export const chartText = { color: "var(--faint)", fontFamily: "inherit", fontSize: 11 };

/** Keeps a grid where it was put, whatever its labels take. */
export const exactly = { outerBoundsMode: "none" };

/** Lines of a chart's frame. */
export const frameLine = { lineStyle: { color: "var(--line)" } };

/** Draws a chart as SVG that needs no script. */
export function chart(option: EChartsCoreOption, height: number, words: ChartWords): Html {
  const drawing = init(null, null, { renderer: "svg", ssr: true, width: chartWidth, height });
  try {
    drawing.setOption({ animation: false, textStyle: chartText, ...option });
    return labelled(drawing.renderToSVGString({ useViewBox: true }), words);
  } finally {
    drawing.dispose();
  }
}

/** The renderer's markup with a name for readers of screens, and without what differs from drawing to drawing. */
function labelled(svg: string, { id, title, says }: ChartWords): Html {
  const inside = svg
    .slice(svg.indexOf(">") + 1, svg.lastIndexOf("</svg>"))
    .replace(/<style[^>]*>[\s\S]*?<\/style>\n?/g, "")
    .replace(/ class="zr\d+-cls-\d+"/g, "")
    .replace(/ pointer-events="\w+"/g, "")
    .replace(/\bzr\d+-([a-z]+\d+)/g, `${id}-$1`)
    .replace(/<rect [^>]*fill="none"><\/rect>\n?/, "");
  const viewBox = /viewBox="([\d. ]+)"/.exec(svg)?.[1] ?? "";
  return html`<svg class="chart" viewBox="${viewBox}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title><desc id="${id}-d">${says}</desc>
${markup(inside)}</svg>`;
}
