import { json, Refusal } from "../http/reply.ts";
import type { RouteTable } from "../http/routes.ts";
import { type Job, readJob } from "../jobs/job.ts";
import type { Member } from "../jobs/member.ts";
import type { Database } from "../store/database.ts";
import { wholeNumber } from "./fields.ts";

const jobLimit = 16 * 1024;
const pingTimeoutMs = 1000;

/** What a worker shows and lets itself be told. */
export interface Workshop {
  send(job: Job): Promise<void>;
  /** Has so many members of the group from now on. */
  employ(count: number): Promise<void>;
  members(): readonly Member[];
  /** Jobs that nobody has noted as done, by partition. */
  lag(): Promise<number[]>;
  /** Of each partition: which broker leads it, and which are in sync. */
  leaders(): Promise<{ leader: number; inSync: number[] }[]>;
  life: { draining: boolean };
  database: Database;
  /** Whether jobs come from a queue. */
  queued: boolean;
}

/** `POST /jobs` is the synchronous way; the rest is for whoever runs the workers. */
export function workerRoutes(shop: Workshop): RouteTable {
  const staff = () => ({ members: shop.members().map((member) => member.partitions()) });
  return {
    "GET /healthz": () =>
      shop.life.draining ? json(503, { status: "draining" }) : json(200, { status: "up" }),
    "GET /readyz": async () => {
      await shop.database.on(pingTimeoutMs, (queries) => queries.text("DO 0"));
      const working = !shop.queued || shop.members().some((member) => member.partitions().length > 0);
      if (shop.life.draining || !working) return json(503, { status: "not in the group", ...staff() });
      return json(200, { status: "ready", ...staff() });
    },
    "POST /jobs": async (visit) => {
      const job = readJob((await visit.bytes(jobLimit)).toString());
      if (!job) throw new Refusal(400, "bad-job", "a job is {id, userId, body}");
      await shop.send(job);
      return json(200, { id: job.id });
    },
    "GET /members": () => json(200, staff()),
    "PUT /members": async (visit) => {
      await shop.employ(wholeNumber(visit, "count", 1, 0, 64));
      return json(200, staff());
    },
    "GET /leaders": async () => json(200, { partitions: await shop.leaders() }),
    "GET /lag": async () => {
      const partitions = await shop.lag();
      return json(200, { lag: partitions.reduce((sum, one) => sum + one, 0), partitions });
    },
  };
}
