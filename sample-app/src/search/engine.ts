import { Agent, request } from "node:http";
import { SearchUnavailable } from "./find.ts";
import type { EngineConfig } from "./search-config.ts";

// biome-ignore lint/suspicious/noExplicitAny: answers have as many shapes as there are questions
type Json = any;

/** The search engine, spoken to in plain HTTP. */
export interface Engine {
  /** The answer of status 2xx; undefined: 404. @throws SearchUnavailable for all else, and when there is none in time */
  ask(method: string, path: string, body?: object | string, timeoutMs?: number): Promise<Json | undefined>;
  close(): void;
}

export function createEngine({ host, port, timeoutMs }: Omit<EngineConfig, "refreshMs">): Engine {
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  const send = (method: string, path: string, text: string | undefined, patienceMs: number) =>
    new Promise<{ status: number; body: string }>((resolve, reject) => {
      const headers =
        text === undefined
          ? {}
          : { "content-type": "application/json", "content-length": Buffer.byteLength(text) };
      const asked = request({ host, port, method, path, headers, agent }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on("data", (chunk: Buffer) => chunks.push(chunk));
        answer.on("error", reject);
        answer.on("end", () => {
          clearTimeout(timer);
          resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
        });
      });
      const timer = setTimeout(
        () => asked.destroy(new Error(`no answer within ${patienceMs} ms`)),
        patienceMs,
      );
      asked.on("error", (why) => {
        clearTimeout(timer);
        reject(why);
      });
      asked.end(text);
    });

  return {
    async ask(method, path, body, patienceMs = timeoutMs) {
      const text = typeof body === "object" ? JSON.stringify(body) : body;
      const answer = await send(method, path, text, patienceMs).catch((thrown: NodeJS.ErrnoException) => {
        throw new SearchUnavailable(
          `the search engine at ${host}:${port}: ${thrown.code ?? thrown.message}`,
          thrown,
        );
      });
      if (answer.status === 404) return undefined;
      if (answer.status < 200 || answer.status > 299) {
        throw new SearchUnavailable(`the search engine answers ${answer.status}: ${reasonIn(answer.body)}`);
      }
      return answer.body === "" ? {} : JSON.parse(answer.body);
    },
    close: () => agent.destroy(),
  };
}

function reasonIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as Json;
    return String(error?.root_cause?.[0]?.reason ?? error?.reason ?? error ?? body).slice(0, 200);
  } catch {
    return body.slice(0, 200);
  }
}
