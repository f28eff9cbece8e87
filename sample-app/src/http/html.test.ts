import { expect, test } from "vitest";
import { html, layout } from "./html.ts";

test("values are escaped, markup is not", () => {
  const evil = `<script>alert("x & 'y'")</script>`;
  expect(html`<p>${evil}</p>`.text).toBe(
    "<p>&lt;script&gt;alert(&quot;x &amp; &#39;y&#39;&quot;)&lt;/script&gt;</p>",
  );
  expect(html`<p>${html`<b>${"<"}</b>`}${[html`<i>1</i>`, html`<i>2</i>`]}</p>`.text).toBe(
    "<p><b>&lt;</b><i>1</i><i>2</i></p>",
  );
});

test("a page escapes its title, its user and its server", () => {
  const text = layout("<t>", html``, { by: "<s>", user: "<u>" });
  expect(text).not.toMatch(/<[tsu]>/);
  expect(text).toContain("&lt;u&gt;");
});
