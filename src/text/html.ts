import { htmlText } from "./escape.ts";
import { printable } from "./printable.ts";

/** Markup that may go into a page as it is; only `html` and `markup` make it. */
export class Html {
  readonly markup: string;
  constructor(markup: string) {
    this.markup = markup;
  }
  toString(): string {
    return this.markup;
  }
}

/** What may stand in a slot: markup stays as it is, everything else is text. */
export type Slot = Html | string | number | undefined | readonly Slot[];

/**
 * A piece of a page: what stands in the slots is shown as the text it is, in attributes too, and loses its control
 * characters; nothing of it can become markup.
 */
export function html(pieces: TemplateStringsArray, ...slots: Slot[]): Html {
  return new Html(pieces.map((piece, at) => (at === 0 ? piece : shown(slots[at - 1]) + piece)).join(""));
}

/** Markup of a library that escapes what it is given. */
export function markup(trusted: string): Html {
  return new Html(trusted);
}

function shown(slot: Slot): string {
  if (slot === undefined) return "";
  if (slot instanceof Html) return slot.markup;
  if (typeof slot === "object") return slot.map(shown).join("");
  return htmlText(printable(String(slot)));
}
