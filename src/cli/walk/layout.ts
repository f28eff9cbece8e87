import { type Paint, paintWith } from "../../text/colour.ts";
import { type Language, stringsOf } from "../../text/language.ts";
import type { Strings } from "../../text/strings.ts";
import type { Io } from "../io.ts";

/** How the walk is shown: nothing is wider than `width` columns. */
export interface WalkLayout {
  width: number;
  paint: Paint;
  language: Language;
  strings: Strings;
}

const widest = 80;
const narrowest = 40;

export function layoutFor(io: Io, language: Language): WalkLayout {
  const columns = io.interactive ? (process.stdout.columns ?? widest) : widest;
  const width = Math.max(narrowest, Math.min(widest, columns));
  return { width, paint: paintWith(io.colour), language, strings: stringsOf(language) };
}
