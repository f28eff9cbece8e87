import { printableLine } from "../../text/printable.ts";

/** Why a pull failed, as far as it decides what to do next. */
export type PullFailureKind =
  | "rate-limit"
  | "unauthorized"
  | "not-found"
  | "silence"
  | "digest"
  | "platform"
  | "disk"
  | "tls"
  | "proxy"
  | "unreachable"
  | "cut"
  | "registry"
  | "other";

/** One clear line and what to do; `wait` (seconds) where the registry's text tells when its limit ends. */
export interface PullFailure {
  kind: PullFailureKind;
  what: string;
  next: string;
  waitS?: number;
}

/** What is pulled, for the words of a failure. */
export interface PullTarget {
  /** Its name in images.yaml. */
  name: string;
  /** As it was asked for. */
  reference: string;
  /** As a user knows it: `docker.io`. */
  registry: string;
}

/** The first that matches counts, so what is certain comes before what is general. */
const patterns: readonly (readonly [PullFailureKind, RegExp])[] = [
  // the engine's own store lacks something: not the registry's word
  ["other", /content digest \S+: not found/i],
  ["disk", /no space left on device|disk quota exceeded|not enough space|insufficient (disk )?space/i],
  [
    "rate-limit",
    /toomanyrequests|too many requests|\bpull rate limit|rate limit(ed)?\b|rate exceeded|\b429\b/i,
  ],
  [
    "digest",
    /verification failed for digest|unexpected commit (digest|size)|digest (did not|does not) match|invalid checksum digest|content digest .* mismatch|does not match digest|layers from manifest don't match image configuration/i,
  ],
  [
    "platform",
    /no matching manifest|no match for platform|does not match the specified platform|cannot be used on this platform|cannot download image with operating system|platform .* not (supported|found)/i,
  ],
  ["proxy", /proxyconnect|proxy authentication required|\b407\b|socks connect/i],
  [
    "tls",
    /x509:|certificate (signed|has expired|is valid for|verify)|failed to verify certificate|tls: (?!use of closed)|server gave HTTP response to HTTPS client|handshake failure/i,
  ],
  [
    "unauthorized",
    /pull access denied|\bunauthorized\b|authentication required|no basic auth credentials|incorrect username or password|insufficient_scope|authorization failed|requested access to the resource is denied|(?<!permission )\bdenied\b|\b403 Forbidden|\bHTTP 40[13]\b/i,
  ],
  [
    "not-found",
    /manifest unknown|name unknown|repository .* not found|manifest for .* not found|: not found|\b404 Not Found|\bHTTP 404\b/i,
  ],
  [
    "unreachable",
    /no such host|dial tcp.*(i\/o timeout|connection timed out)|server misbehaving|name resolution|connection refused|no route to host|network is unreachable|host is down/i,
  ],
  [
    "silence",
    /Client\.Timeout|context deadline exceeded|i\/o timeout|TLS handshake timeout|timeout awaiting response|connection timed out|operation timed out/i,
  ],
  [
    "cut",
    /\bEOF\b|connection reset|broken pipe|short read|GOAWAY|stream error|server closed (idle )?connection|connection lost|use of closed network connection/i,
  ],
  [
    "registry",
    /unexpected (HTTP )?status|internal server error|bad gateway|service unavailable|gateway time-?out|\b5\d\d\b/i,
  ],
];

const longest = 200;

/** The engine's own words (a registry's may be in them) on one line that is safe to print. */
function quoted(text: string): string {
  const line = printableLine(text).replace(/^Error response from daemon: /, "");
  return line.length > longest ? `${line.slice(0, longest - 1)}…` : line;
}

const unitS = { ns: 1e-9, µs: 1e-6, us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600 } as const;

/** Seconds to wait as a registry's error text says it; undefined when it does not. */
export function waitIn(text: string): number | undefined {
  const found =
    /(?:retry[- ]after|try again in|retry in|resets? in|wait)[:=]?\s*([\d.]+)\s*(ns|µs|us|ms|s|m|h)?/i.exec(
      text,
    );
  if (!found) return undefined;
  const seconds = Number(found[1]) * unitS[(found[2]?.toLowerCase() ?? "s") as keyof typeof unitS];
  return Number.isFinite(seconds) ? seconds : undefined;
}

/** `90 seconds`, `12 minutes`, `1.5 hours`: rounded up, so that who waits so long waits long enough. */
export function waitText(seconds: number): string {
  if (seconds <= 1) return "a second";
  if (seconds < 120) return `${Math.ceil(seconds)} seconds`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.ceil(seconds / 360) / 10} hours`;
}

const login = ({ registry, reference }: PullTarget) =>
  `docker login${registry === "docker.io" ? "" : ` ${registry}`} and docker pull ${reference} (first eval "$(./lab engine env)")`;

/** The line and the step of each kind; `detail` is what the engine said, or how long nobody said anything. */
export function failureOf(
  kind: PullFailureKind,
  target: PullTarget,
  detail: string,
  waitS?: number,
): PullFailure {
  const { name, registry, reference } = target;
  const until = waitS === undefined ? "" : `, for up to ${waitText(waitS)} more`;
  const wait = waitS === undefined ? "wait" : `wait ${waitText(waitS)}`;
  const words: Record<PullFailureKind, [what: string, next: string]> = {
    "rate-limit": [
      `${registry} limits how much may be pulled from here${until}`,
      `${wait}, or log in for a higher limit: ${login(target)}; or load a pack, or build at home: ./lab images build ${name}`,
    ],
    unauthorized: [
      `${registry} wants to know who you are, or has no such image (${detail})`,
      `look whether ${reference} is spelt right; if it is private: ${login(target)}`,
    ],
    "not-found": [`${registry} has no ${reference}`, "look whether the name and the tag are spelt right"],
    silence: [
      `${registry} is silent (${detail})`,
      "look at the network and try again; what is here already is not pulled again",
    ],
    digest: [
      `${registry} sent other bytes than it had promised; nothing was kept (${detail})`,
      "try again; if it stays so, a proxy or a mirror between here and the registry changes what passes",
    ],
    platform: [
      `the image is not made for this engine; nothing was kept (${detail})`,
      `name an image for this platform, or build at home: ./lab images build ${name}`,
    ],
    disk: [
      `the engine's disk is full (${detail})`,
      "docker system df shows what takes the room; docker image prune frees some",
    ],
    tls: [
      `${registry} cannot be trusted (${detail})`,
      "look at the clock; behind a proxy that opens TLS the engine needs its certificate (docs.docker.com: certificates)",
    ],
    proxy: [
      `the engine's proxy does not let it through (${detail})`,
      "look at the engine's proxy settings: docker info",
    ],
    unreachable: [
      `the registry ${registry} is out of reach (${detail})`,
      "look at the network, or load a pack",
    ],
    cut: [
      `the connection to ${registry} was cut again and again (${detail})`,
      "try again when the network holds",
    ],
    registry: [`${registry} is in trouble (${detail})`, "try again later, or load a pack"],
    other: [detail, "try again, or load a pack"],
  };
  const [what, next] = words[kind];
  return { kind, what, next, ...(waitS !== undefined && { waitS }) };
}

/** Reads the engine's words about a failed pull; of whichever image store they are. */
export function classifyPull(text: string, target: PullTarget): PullFailure {
  const kind = patterns.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";
  return failureOf(kind, target, quoted(text), kind === "rate-limit" ? waitIn(text) : undefined);
}

/** Reasons that lie with the registry or the way to it: other images need not be asked for. */
export function isRegistryWide({ kind }: PullFailure): boolean {
  return ["rate-limit", "silence", "tls", "proxy", "unreachable"].includes(kind);
}
