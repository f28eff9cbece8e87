import { describe, expect, it } from "vitest";
import { tokenUrl, waitFromHeaders } from "./rate-limit.ts";

const now = Date.parse("2026-01-01T00:00:00Z");

it.each<[string, Record<string, string>, number | undefined]>([
  ["seconds", { "retry-after": "5400" }, 5400],
  ["an instant as a date", { "retry-after": "Thu, 01 Jan 2026 00:10:00 GMT" }, 600],
  ["an instant as seconds since 1970", { "x-retry-after": String(now / 1000 + 30) }, 30],
  ["one that has passed", { "x-ratelimit-reset": String(now / 1000 - 30) }, 0],
  [
    "the window of a limit that is used up",
    { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "0;w=21600" },
    21600,
  ],
  [
    "nothing for a limit that is not",
    { "ratelimit-limit": "100;w=21600", "ratelimit-remaining": "7;w=21600" },
    undefined,
  ],
  ["nothing of nonsense", { "retry-after": "soon" }, undefined],
  ["nothing of nothing", {}, undefined],
])("takes %s", (_, headers, seconds) => {
  expect(waitFromHeaders(new Headers(headers), now)).toBe(seconds);
});

describe("tokenUrl", () => {
  it("asks for what the challenge says, without an account", () => {
    const challenge =
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull"';
    expect(tokenUrl(challenge)?.href).toBe(
      "https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Alibrary%2Fnginx%3Apull",
    );
  });

  it.each([[null], ['Basic realm="x"'], ['Bearer realm="http://plain.example/token"'], ["Bearer"]])(
    "asks nobody for %j",
    (challenge) => {
      expect(tokenUrl(challenge)).toBeUndefined();
    },
  );
});
