// What the tests of a running load share: servers on loopback, and a load whose records are kept.
import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach } from "vitest";
import type { LoadJourney, OpenJob } from "../model/load.ts";
import type { LoadRecord, WindowRecord } from "../model/load-records.ts";
import { resolveOpenJob } from "./job.ts";
import { type RunningLoad, runOpenJob } from "./open-run.ts";

/** Servers of the test under way; closed after it. */
export const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

export type Handler = (request: IncomingMessage & { body: string }, response: ServerResponse) => void;

/** Starts a server; resolves with its origin. */
export async function serve(handler: Handler, port = 0): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => handler(Object.assign(request, { body }), response));
  });
  servers.push(server);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const visit: LoadJourney[] = [{ journey: "visit", weight: 1, steps: [{ kind: "get", path: "/" }] }];

interface Measured {
  records: LoadRecord[];
  load: RunningLoad;
}

/** Starts a load of 200 constant requests/s on `/` unless told otherwise. */
export async function start(job: Partial<OpenJob> & { url: string }): Promise<Measured> {
  const records: LoadRecord[] = [];
  const base = { kind: "open", seed: "s", rate: 200, arrivals: "constant", mix: visit } as const;
  const load = await runOpenJob(resolveOpenJob({ ...base, ...job }), (record) => records.push(record));
  return { records, load };
}

/** The records of one kind. */
export const of = <K extends LoadRecord["kind"]>(records: LoadRecord[], kind: K) =>
  records.filter((record) => record.kind === kind) as Extract<LoadRecord, { kind: K }>[];
/** The rows of all windows. */
export const rowsOf = (records: LoadRecord[]) =>
  of(records, "window").flatMap((window: WindowRecord) => window.phases.flatMap((phase) => phase.rows));
/** Ended requests by outcome. */
export const counted = (records: LoadRecord[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rowsOf(records)) counts[row.outcome] = (counts[row.outcome] ?? 0) + row.count;
  return counts;
};

/** Resolves when the condition holds; the test's own timeout bounds it. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
