import { expect, test } from "vitest";
import { richText, trendingWords } from "./rich-text.ts";

test.each([
  ["plain text", "plain text"],
  ["<b>&", "&lt;b&gt;&amp;"],
  ["hi @ann_1!", "hi <b>@ann_1</b>!"],
  ["#bread first", "<em>#bread</em> first"],
  ["one\ntwo", "one<br>two"],
  [
    "see https://a.example/x?y=1 now",
    'see <a rel="nofollow" href="https://a.example/x?y=1">https://a.example/x?y=1</a> now',
  ],
  ['https://a/"onclick="x', '<a rel="nofollow" href="https://a/">https://a/</a>&quot;onclick=&quot;x'],
  ["javascript:alert(1)", "javascript:alert(1)"],
])("%j becomes %j", (text, want) => {
  expect(richText(text).text).toBe(want);
});

test("trending words count once a text and leave names and tags out", () => {
  const texts = ["bread bread bread river", "river @breadfan #bread", "cat river"];
  expect(trendingWords(texts, 5)).toEqual(["river", "bread"]);
  expect(trendingWords(texts, 1)).toEqual(["river"]);
});
