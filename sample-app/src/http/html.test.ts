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

test("a page escapes its title, its user, its site and its server", () => {
  const text = layout("<t>", html``, { name: "<n>", server: "<s>", base: "" }, "<u>");
  expect(text).not.toMatch(/<[nstu]>/);
  for (const part of ["n", "s", "t", "u"]) expect(text).toContain(`&lt;${part}&gt;`);
});

test("below a base path every link of a page begins with it", () => {
  const site = { name: "Shop", server: "app-1", base: "/shop" };
  for (const user of [undefined, "user0001"]) {
    const links = [...layout("t", html``, site, user).matchAll(/(?:href|action)="([^"]*)"/g)].map(
      ([, at]) => at,
    );
    expect(links.length).toBeGreaterThanOrEqual(5);
    expect(links.filter((at) => !at!.startsWith("/shop/"))).toEqual([]);
  }
});
