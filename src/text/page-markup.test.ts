import { expect, test } from "vitest";
import { pageMarkup } from "./page-markup.ts";

const shown = (markdown: string) => pageMarkup(markdown).markup.replaceAll("\n", "");

test.each([
  ["paragraphs", "one\ntwo\n\nthree", "<p>one two</p><p>three</p>"],
  ["a list", "- a\n- b\n  more", "<ul><li>a</li><li>b more</li></ul>"],
  ["a numbered list", "1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"],
  ["code", "    ls -l\n    pwd", "<pre><code>ls -lpwd</code></pre>"],
  ["bold, emphasis and names", "**a** *b* `c*d*`", "<p><b>a</b> <em>b</em> <code>c*d*</code></p>"],
  ["the text of a link", "see [here](x.md)", "<p>see here</p>"],
])("%s", (_name, markdown, markup) => {
  expect(shown(markdown)).toBe(markup);
});

test("a table, with its numbers to the right", () => {
  expect(shown("| a | b |\n| --- | --: |\n| `x` | 1 |")).toBe(
    '<div class="wide" tabindex="0"><table><thead><tr><th scope="col">a</th><th scope="col" class="number">b</th></tr></thead>' +
      '<tbody><tr><td><code>x</code></td><td class="number">1</td></tr></tbody></table></div>',
  );
});

test("nothing of a text becomes markup", () => {
  expect(shown("<script>alert(1)</script> **<b>** `<i>`")).not.toMatch(/<(script|b><b|i)>/);
  expect(shown("<img src=x>")).toBe("<p>&lt;img src=x&gt;</p>");
});
