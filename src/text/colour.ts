/** Paints text, or leaves it as it is. */
export interface Paint {
  good: (text: string) => string;
  bad: (text: string) => string;
  doubtful: (text: string) => string;
  strong: (text: string) => string;
  faint: (text: string) => string;
}

const sgr = (on: number, off: number) => (text: string) => `\x1b[${on}m${text}\x1b[${off}m`;
const plain = (text: string) => text;

/** Colours when they are wanted (a terminal and no NO_COLOR), else the identity. */
export function paintWith(colour: boolean): Paint {
  if (!colour) return { good: plain, bad: plain, doubtful: plain, strong: plain, faint: plain };
  return {
    good: sgr(32, 39),
    bad: sgr(31, 39),
    doubtful: sgr(33, 39),
    strong: sgr(1, 22),
    faint: sgr(2, 22),
  };
}
