import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createEngine, type Engine } from "./engine.ts";

export interface Asked {
  method: string;
  path: string;
  body: string;
}

/** A server that answers as the test says, and an engine's client for it. */
export async function answering(
  answer: (asked: Asked) => { status: number; body?: unknown } | undefined,
): Promise<{ engine: Engine; asked: Asked[]; close(): void }> {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const one = { method: request.method ?? "", path: request.url ?? "", body };
    asked.push(one);
    const said = answer(one);
    // undefined: silent
    if (!said) return;
    response.writeHead(said.status, { "content-type": "application/json" });
    response.end(JSON.stringify(said.body ?? {}));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const engine = createEngine({ host: "127.0.0.1", port, timeoutMs: 200 });
  return {
    engine,
    asked,
    close() {
      engine.close();
      server.closeAllConnections();
      server.close();
    },
  };
}
