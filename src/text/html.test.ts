import { expect, test } from "vitest";
import { html, markup } from "./html.ts";

test("text stays text, in elements and attributes", () => {
  const hostile = `"><script>alert(1)</script>' onload=x &amp;`;
  const page = html`<p title="${hostile}">${hostile}</p>`.markup;
  const text = "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39; onload=x &amp;amp;";
  expect(page).toBe(`<p title="${text}">${text}</p>`);
});

test("control characters and changes of direction are taken out", () => {
  expect(html`${"a\u0000b\u001b[31mc\u202ed\u0007"}`.markup).toBe("abcd");
});

test("markup, lists and nothing fit into slots", () => {
  const items = ["<a>", "b"].map((text) => html`<li>${text}</li>`);
  expect(html`<ul>${items}${undefined}${markup("<hr>")}${7}</ul>`.markup).toBe(
    "<ul><li>&lt;a&gt;</li><li>b</li><hr>7</ul>",
  );
});
