import { registryOf } from "./reference.ts";

const timeoutMs = 3000;
const loopback = /^(127\.\d+\.\d+\.\d+|localhost)$/;

/** A header's number of seconds, or its point in time as seconds from now; undefined when it is neither. */
function secondsOf(value: string | null, nowMs: number): number | undefined {
  if (!value) return undefined;
  const number = Number(value);
  // some registries give the instant, in seconds since 1970
  if (Number.isFinite(number)) return number > 1e9 ? Math.max(0, number - nowMs / 1000) : number;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, (date - nowMs) / 1000);
}

/** Seconds until a registry's limit ends at the latest, as its headers say it; undefined when they do not. */
export function waitFromHeaders(headers: Headers, nowMs: number): number | undefined {
  for (const name of ["retry-after", "x-retry-after", "ratelimit-reset", "x-ratelimit-reset"]) {
    const seconds = secondsOf(headers.get(name), nowMs);
    if (seconds !== undefined) return seconds;
  }
  const remaining = headers.get("ratelimit-remaining")?.split(";", 1)[0];
  const window = /;\s*w=(\d+)/.exec(headers.get("ratelimit-limit") ?? "")?.[1];
  return remaining === "0" && window !== undefined ? Number(window) : undefined;
}

/** Where to ask for a token without an account; undefined for anything but HTTPS. */
export function tokenUrl(challenge: string | null): URL | undefined {
  if (!challenge?.startsWith("Bearer ")) return undefined;
  const fields = new Map([...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));
  const realm = fields.get("realm");
  if (!realm?.startsWith("https://") || !URL.canParse(realm)) return undefined;
  const url = new URL(realm);
  for (const key of ["service", "scope"]) {
    const value = fields.get(key);
    if (value) url.searchParams.set(key, value);
  }
  return url;
}

function manifestUrl(reference: string): URL {
  const { host, port, name } = registryOf(reference);
  const path = reference.startsWith(`${name}/`) ? reference.slice(name.length + 1) : reference;
  const at = path.includes("@") ? path.indexOf("@") : path.lastIndexOf(":");
  const [repository, version] = at < 0 ? [path, "latest"] : [path.slice(0, at), path.slice(at + 1)];
  const whole = name === "docker.io" && !repository.includes("/") ? `library/${repository}` : repository;
  return new URL(
    `${loopback.test(host) ? "http" : "https"}://${host}:${port}/v2/${whole}/manifests/${version}`,
  );
}

/**
 * Asks a registry that limits us when that ends: the engine passes its words on, and not its headers. HEAD requests
 * are not counted. Seconds at the latest; undefined when it does not say or does not answer within seconds.
 */
export async function askLimitEnd(reference: string, signal: AbortSignal): Promise<number | undefined> {
  const limits = { signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]) };
  try {
    const ask = (headers: Record<string, string>) =>
      fetch(manifestUrl(reference), { ...limits, method: "HEAD", headers });
    const first = await ask({});
    const token = first.status === 401 ? tokenUrl(first.headers.get("www-authenticate")) : undefined;
    if (!token) return waitFromHeaders(first.headers, Date.now());
    const answer = (await (await fetch(token, limits)).json()) as { token?: string };
    if (!answer.token) return undefined;
    return waitFromHeaders((await ask({ authorization: `Bearer ${answer.token}` })).headers, Date.now());
  } catch {
    return undefined;
  }
}
