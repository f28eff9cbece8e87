import { expect, it } from "vitest";
import { createCookieJar } from "./cookies.ts";

const now = Date.parse("2026-01-01T00:00:00Z");

it("sends back what was set, the latest value of each name", () => {
  const jar = createCookieJar();
  expect(jar.header(now)).toBe("");
  jar.take(["sid=one; HttpOnly; Path=/", "theme = dark"], now);
  jar.take(["sid=two=2; SameSite=Strict"], now);
  expect(jar.header(now)).toBe("sid=two=2; theme=dark");
});

it("forgets what is expired or taken back, by max-age before expires", () => {
  const jar = createCookieJar();
  jar.take(
    [
      "a=1; Max-Age=10",
      "b=2; Expires=Thu, 01 Jan 2026 00:00:05 GMT",
      "c=3; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=60",
    ],
    now,
  );
  expect(jar.header(now)).toBe("a=1; b=2; c=3");
  expect(jar.header(now + 6000)).toBe("a=1; c=3");
  jar.take(["c=; Max-Age=0", "nonsense"], now);
  expect(jar.header(now + 11_000)).toBe("");
});
