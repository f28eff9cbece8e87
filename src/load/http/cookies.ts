/** The cookies of one virtual user for one origin: names and values; paths and domains don't matter to one origin. */
export interface CookieJar {
  /** Takes `Set-Cookie` values; one that is expired removes its name. */
  take(setCookies: readonly string[], nowMs: number): void;
  /** Value of the `Cookie` header; empty when there is none. */
  header(nowMs: number): string;
}

interface Cookie {
  value: string;
  untilMs: number;
}

function expiry(attributes: readonly string[], nowMs: number): number {
  let untilMs = Number.POSITIVE_INFINITY;
  for (const attribute of attributes) {
    const [name = "", value = ""] = attribute.split("=", 2).map((part) => part.trim());
    // max-age wins over expires, as RFC 6265 asks
    if (/^max-age$/i.test(name) && value !== "") return nowMs + Number(value) * 1000;
    if (/^expires$/i.test(name) && !Number.isNaN(Date.parse(value))) untilMs = Date.parse(value);
  }
  return untilMs;
}

export function createCookieJar(): CookieJar {
  const cookies = new Map<string, Cookie>();
  return {
    take(setCookies, nowMs) {
      for (const text of setCookies) {
        const [pair = "", ...attributes] = text.split(";");
        const equals = pair.indexOf("=");
        if (equals < 1) continue;
        const name = pair.slice(0, equals).trim();
        const untilMs = expiry(attributes, nowMs);
        if (untilMs <= nowMs) cookies.delete(name);
        else cookies.set(name, { value: pair.slice(equals + 1).trim(), untilMs });
      }
    },
    header(nowMs) {
      const alive: string[] = [];
      for (const [name, cookie] of cookies) if (cookie.untilMs > nowMs) alive.push(`${name}=${cookie.value}`);
      return alive.join("; ");
    },
  };
}
