import type { Topology } from "../../model/topology.ts";
import { type Html, html } from "../../text/html.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import { cutTo } from "../../text/layout.ts";
import { printableLine } from "../../text/printable.ts";
import { laidOut, lettersIn, lineHeight, type Place } from "./topology-layout.ts";

const margin = 6;

/** A stage as boxes and arrows: users, the server they reach, and whom each server asks. `faults` by server. */
export function topologyPicture(
  topology: Topology,
  { id, stage, faults }: { id: string; stage: string; faults: ReadonlyMap<string, string[]> },
  language: Language,
): Html {
  const strings = stringsOf(language).page.stages;
  const tags = new Map([...faults].map(([server, kinds]) => [server, strings.faultOn(kinds.join(", "))]));
  const { places, arrows, width, height } = laidOut(topology, tags, strings.users);
  const asked = arrows.map(({ from, to }) => strings.asks(from ?? strings.users, to));
  const hit = [...tags].map(([server, tag]) => `${server}: ${tag}`);
  const [wide, high] = [Math.ceil(width + 2 * margin), Math.ceil(height + 2 * margin)];
  return html`<svg class="topology" width="${wide}" height="${high}" viewBox="${-margin} ${-margin} ${wide} ${high}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${strings.picture(stage)}</title><desc id="${id}-d">${[...asked, ...hit].join("; ")}</desc>
<defs><marker id="${id}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0L8 4L0 8z" class="tip"/></marker>
<pattern id="${id}-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="5" height="5" class="ground"/><rect width="2.5" height="5" class="stripe"/></pattern></defs>
${arrows.map(({ points }) => arrow(points, id))}
${places.map((place) => box(place, id, place.server === undefined ? undefined : tags.get(place.server)))}</svg>`;
}

const round = (value: number): number => Math.round(value * 10) / 10;

function arrow(points: readonly { x: number; y: number }[], id: string): Html {
  const path = points.map(({ x, y }, index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
  return html`<path d="${path}" class="edge" marker-end="url(#${id}-tip)"/>`;
}

function box({ server, lines, x, y, width, height }: Place, id: string, tag: string | undefined): Html {
  const [left, top] = [round(x - width / 2), round(y - height / 2)];
  const first = y - ((lines.length - 1) * lineHeight) / 2 + 4;
  const texts = lines.map((line, index) => {
    const kind = index === 0 ? "name" : index === lines.length - 1 && tag !== undefined ? "fault" : "inside";
    return html`<text x="${round(x)}" y="${round(first + index * lineHeight)}" class="${kind}">${cutTo(printableLine(line), lettersIn(width))}</text>`;
  });
  const kind = server === undefined ? "users" : tag === undefined ? "server" : "server hit";
  const edge = tag === undefined ? undefined : html` style="stroke: url(#${id}-hatch)"`;
  return html`<g><rect x="${left}" y="${top}" width="${round(width)}" height="${round(height)}" rx="${server === undefined ? 13 : 6}" class="${kind}"${edge}/>${texts}</g>
`;
}
