import { htmlText } from "./escape.ts";
import type { Language } from "./language.ts";

// No script, no request to anywhere: the page is the whole of it.
const policy = "default-src 'none'; style-src 'unsafe-inline'";

/** Colours by what they say; every text on its ground has a contrast of 4.5 or more, by day and by night. */
const common = `
:root { color-scheme: light dark; --text: #1b1f24; --faint: #59636e; --line: #d1d9e0; --back: #ffffff; --good: #1a7f37; --doubt: #8a5c00; --bad: #cf222e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9aa4af; --line: #3d444d; --back: #0d1117; --good: #4ac26b; --doubt: #d4a72c; --bad: #ff7b72; }
}
body { margin: 0 auto; background: var(--back); color: var(--text); font: 1rem/1.5 system-ui, sans-serif; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { white-space: nowrap; }
tbody th { position: sticky; left: 0; background: var(--back); font-weight: normal; }
`;

export interface DocumentParts {
  title: string;
  language: Language;
  /** CSS of this kind of page. */
  style: string;
  /** HTML. */
  body: string;
}

/** A page without anything outside it, the frame of every one we write. */
export function htmlDocument({ title, language, style, body }: DocumentParts): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${htmlText(title)}</title>
<style>${common}${style}</style>
</head>
<body>
${body}</body>
</html>
`;
}
