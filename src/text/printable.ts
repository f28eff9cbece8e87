// CSI, OSC (ended by BEL or ST) and the other escape sequences; then whatever single control characters are left.
const sequences =
  /\x1b\[[0-?]*[ -/]*[@-~]|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|\x9b[0-?]*[ -/]*[@-~]|\x1b[PX^_][^\x1b]*(?:\x1b\\)?|\x1b[ -/]*[0-~]/g;
const controls = /[\x00-\x08\x0b-\x1f\x7f-\x9f]/g;
// Direction overrides and isolates could make a line read as something else.
const directions = /[\u202a-\u202e\u2066-\u2069\u200e\u200f]/g;

/**
 * Text from containers or files of others, safe to print on a terminal: escape sequences, control characters
 * (tab and newline stay) and direction overrides are taken out.
 */
export function printable(text: string): string {
  return text.replaceAll("\r\n", "\n").replace(sequences, "").replace(controls, "").replace(directions, "");
}

/** The same on one line: line breaks and tabs become spaces. */
export function printableLine(text: string): string {
  return printable(text).replace(/\s+/g, " ").trim();
}
