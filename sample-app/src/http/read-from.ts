import { type Reading, withReading } from "../store/servers/reading.ts";
import { Refusal } from "./reply.ts";
import type { Answer, Handler } from "./routes.ts";
import { cookieValue } from "./visit.ts";

/**
 * Tells with `x-read-from` which database answered a request's reads, and with `x-cache` whether the cache did. With `ownWritesMs` a visitor who has written gets
 * a cookie that says until when to read from the primary: a cookie, so that every server knows, whoever took the write.
 */
export function tellingReads(
  route: Handler,
  { ownWritesMs, path }: { ownWritesMs: number; path: string },
  now: () => number = Date.now,
): Handler {
  const fresh = (cookies: string | undefined): boolean => {
    const left = Number(cookieValue(cookies, "wrote")) - now();
    // more than we give out is not from us
    return left > 0 && left <= ownWritesMs;
  };
  const headersOf = ({ from, cache, wrote }: Reading): Record<string, string> => ({
    ...(from.size > 0 && { "x-read-from": [...from].join(", ") }),
    ...(cache.size > 0 && { "x-cache": [...cache].join(", ") }),
    ...(wrote &&
      ownWritesMs > 0 && {
        "set-cookie": `wrote=${now() + ownWritesMs}; Path=${path}; HttpOnly; SameSite=Lax; Max-Age=${Math.ceil(ownWritesMs / 1000)}`,
      }),
  });
  return (visit) =>
    withReading(fresh(visit.request.headers.cookie), async (reading) => {
      try {
        return withHeaders(await route(visit), headersOf(reading));
      } catch (thrown) {
        if (thrown instanceof Refusal) Object.assign(thrown.headers, headersOf(reading));
        throw thrown;
      }
    });
}

/** The same answer with more headers; a cookie more does not take the place of the others. */
function withHeaders(answer: Answer, more: Record<string, string>): Answer {
  if ("take" in answer) return answer;
  const cookies = [answer.headers?.["set-cookie"] ?? [], more["set-cookie"] ?? []].flat();
  return {
    ...answer,
    headers: { ...answer.headers, ...more, ...(cookies.length > 0 && { "set-cookie": cookies }) },
  };
}
