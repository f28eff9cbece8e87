import { describe, expect, it } from "vitest";
import {
  classifyPull,
  failureOf,
  isRegistryWide,
  type PullFailureKind,
  waitIn,
  waitText,
} from "./pull-failure.ts";

const hub = { name: "nginx", reference: "nginx:1.30", registry: "docker.io" };
const sha = `sha256:${"ab".repeat(32)}`;
const url = "https://registry-1.docker.io/v2/library/nginx/manifests/1.30";
const kindOf = (text: string) => classifyPull(text, hub).kind;

/** What Docker 26 to 28 say, with their own image store and with containerd's. */
const messages: Record<PullFailureKind, string[]> = {
  "rate-limit": [
    "toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading: https://www.docker.com/increase-rate-limit",
    "toomanyrequests: You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit",
    "error pulling image configuration: download failed after attempts=1: toomanyrequests: Rate exceeded",
    `failed to resolve reference "docker.io/library/nginx:1.30": unexpected status from HEAD request to ${url}: 429 Too Many Requests`,
    `failed to copy: httpReadSeeker: failed open: unexpected status code ${url}: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.`,
    "toomanyrequests: retry-after: 1.5s, allowed: 44000/minute",
    "error parsing HTTP 429 response body: invalid character 'T' looking for beginning of value: \"Too Many Requests (HAP429).\\n\"",
  ],
  unauthorized: [
    "pull access denied for nginxx, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    "pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed",
    `Head "${url}": unauthorized: incorrect username or password`,
    'Head "http://127.0.0.1:5000/v2/x/manifests/1": no basic auth credentials',
    "unauthorized: authentication required",
    `failed to resolve reference "docker.io/library/nginx:1.30": failed to authorize: failed to fetch anonymous token: unexpected status from GET request to https://auth.docker.io/token?scope=x: 401 Unauthorized`,
    'Head "https://ghcr.io/v2/a/b/manifests/1": denied',
    `unexpected status from HEAD request to ${url}: 403 Forbidden`,
    "error parsing HTTP 403 response body: invalid character '<' looking for beginning of value",
  ],
  "not-found": [
    "manifest for nginx:9999 not found: manifest unknown: manifest unknown",
    "manifest unknown",
    "repository library/x not found: name unknown: repository name not known to registry",
    'failed to resolve reference "docker.io/library/nginx:9999": docker.io/library/nginx:9999: not found',
    "error parsing HTTP 404 response body: invalid character 'p' after top-level value: \"404 page not found\\n\"",
  ],
  silence: [
    'Get "https://registry-1.docker.io/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'Get "https://registry-1.docker.io/v2/": context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
    'Get "https://registry-1.docker.io/v2/": net/http: TLS handshake timeout',
    "read tcp 10.0.0.2:40000->1.2.3.4:443: read: connection timed out",
    `failed to do request: Head "${url}": context deadline exceeded`,
  ],
  digest: [
    `filesystem layer verification failed for digest ${sha}`,
    `image config verification failed for digest ${sha}`,
    `manifest verification failed for digest ${sha}`,
    `failed commit on ref "layer-${sha}": unexpected commit digest ${sha}, expected ${sha}: failed precondition`,
    `failed commit on ref "layer-${sha}": "layer-${sha}" failed size validation: unexpected commit size 12, expected 13: failed precondition`,
    `failed to resolve reference: unexpected content digest ${sha} mismatch, expected ${sha}`,
    "layers from manifest don't match image configuration",
  ],
  platform: [
    "no matching manifest for linux/amd64 in the manifest list entries",
    "no matching manifest for linux/arm64/v8 in the manifest list entries: no match for platform in manifest: not found",
    "image with reference nginx:1.30 was found but its platform (linux/arm64) does not match the specified platform (linux/amd64)",
    'image operating system "windows" cannot be used on this platform: operating system is not supported',
    'cannot download image with operating system "windows" when requesting "linux"',
  ],
  disk: [
    "write /var/lib/docker/tmp/GetImageBlob1234: no space left on device",
    "failed to register layer: write /usr/lib/libx.so: no space left on device",
    `failed to extract layer ${sha}: mount callback failed on /var/lib/containerd/tmpmounts/x: write /tmp/y: no space left on device`,
    "failed to register layer: write /usr/lib/libx.so: disk quota exceeded",
  ],
  tls: [
    'Get "https://registry-1.docker.io/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'Get "https://registry-1.docker.io/v2/": x509: certificate has expired or is not yet valid: current time 2020-01-01T00:00:00Z is before 2024-01-01T00:00:00Z',
    'Get "https://r.example/v2/": http: server gave HTTP response to HTTPS client',
    'Get "https://r.example/v2/": remote error: tls: handshake failure',
    'Get "https://r.example/v2/": tls: first record does not look like a TLS handshake',
  ],
  proxy: [
    'Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused',
    'Get "https://registry-1.docker.io/v2/": Proxy Authentication Required',
    'Get "https://registry-1.docker.io/v2/": proxyconnect tcp: dial tcp: lookup proxy.example: no such host',
  ],
  unreachable: [
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: no such host',
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io on 10.0.0.1:53: read udp 10.0.0.2:1->10.0.0.1:53: i/o timeout',
    'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: Temporary failure in name resolution',
    'Get "https://registry-1.docker.io/v2/": dial tcp 1.2.3.4:443: connect: connection refused',
    'Get "https://registry-1.docker.io/v2/": dial tcp 1.2.3.4:443: connect: no route to host',
    'Get "https://registry-1.docker.io/v2/": dial tcp 1.2.3.4:443: i/o timeout',
    'failed to do request: Head "https://r.example/v2/": dial tcp 1.2.3.4:443: connect: network is unreachable',
  ],
  cut: [
    "unexpected EOF",
    'Get "https://registry-1.docker.io/v2/": EOF',
    "read tcp 10.0.0.2:40000->1.2.3.4:443: read: connection reset by peer",
    "write tcp 10.0.0.2:40000->1.2.3.4:443: write: broken pipe",
    `failed to copy: read failed: short read: expected 100 bytes but got 50: unexpected EOF`,
    "http2: server sent GOAWAY and closed the connection; LastStreamID=1",
    "stream error: stream ID 3; INTERNAL_ERROR; received from peer",
  ],
  registry: [
    "received unexpected HTTP status: 503 Service Unavailable",
    "received unexpected HTTP status: 500 Internal Server Error",
    `unexpected status from HEAD request to ${url}: 502 Bad Gateway`,
    `failed to copy: httpReadSeeker: failed open: unexpected status code ${url}: 504 Gateway Timeout`,
  ],
  other: [
    "invalid reference format",
    "open /var/lib/docker/tmp/GetImageBlob1: permission denied",
    `content digest ${sha}: not found`,
  ],
};

describe("classifyPull", () => {
  it.each(Object.entries(messages) as [PullFailureKind, string[]][])("knows %s", (kind, texts) => {
    expect(texts.map((text) => [kindOf(text), text])).toEqual(texts.map((text) => [kind, text]));
  });

  it("gives one line and one step each, however long and broken the engine's words are", () => {
    for (const text of Object.values(messages).flat()) {
      const { what, next } = classifyPull(`\x1b[31m${text}\nmore ${"x".repeat(500)}`, hub);
      expect(what).not.toMatch(/[\n\x1b]/);
      expect(what.length).toBeLessThan(320);
      expect(next).toMatch(/^[^\n]{10,}$/);
    }
  });

  it("tells when a limit ends, and the ways around it", () => {
    const told = classifyPull("toomanyrequests: retry-after: 90m, allowed: 44000/minute", hub);
    expect(told.what).toBe("docker.io limits how much may be pulled from here, for up to 90 minutes more");
    expect(told.next).toMatch(/^wait 90 minutes, or log in .*: docker login and docker pull nginx:1\.30 /);
    expect(told.next).toMatch(/a pack, or build at home: \.\/lab images build nginx$/);
    expect(classifyPull("toomanyrequests: no more", hub).what).toBe(
      "docker.io limits how much may be pulled from here",
    );
  });

  it("names the registry to log in to", () => {
    const own = { name: "web", reference: "r.example/web:1", registry: "r.example" };
    expect(classifyPull("unauthorized: authentication required", own).next).toContain(
      "docker login r.example and",
    );
  });
});

it("blames the registry, not the image, only where the next image would fare the same", () => {
  const wide = (Object.keys(messages) as PullFailureKind[]).filter((kind) =>
    isRegistryWide(failureOf(kind, hub, "")),
  );
  expect(wide).toEqual(["rate-limit", "silence", "tls", "proxy", "unreachable"]);
});

it.each([
  ["retry-after: 341.5µs, allowed: 44000/minute", 0.0003415],
  ["retry-after: 12s", 12],
  ["Retry-After: 30", 30],
  ["please try again in 15 minutes", 900],
  ["limit resets in 2 hours", 7200],
  ["You have reached your pull rate limit.", undefined],
])("reads the wait in %j", (text, seconds) => {
  const found = waitIn(text);
  if (seconds === undefined) expect(found).toBeUndefined();
  else expect(found).toBeCloseTo(seconds, 9);
});

it.each([
  [0.2, "a second"],
  [60, "60 seconds"],
  [121, "3 minutes"],
  [21600, "6 hours"],
  [9000, "2.5 hours"],
])("says %d s as %j", (seconds, text) => {
  expect(waitText(seconds)).toBe(text);
});
