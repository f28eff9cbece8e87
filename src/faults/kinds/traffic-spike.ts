import { LabError } from "../../model/errors.ts";
import type { OpenJob } from "../../model/load.ts";
import type { LoadRecord } from "../../model/load-records.ts";
import type { Fault, Strike } from "../fault.ts";

/** How long answers are waited for after the last request. */
const drainMs = 2000;

/** What the generator is told: independent users, one request each. Throws LabError `usage` when it makes no sense. */
export function spikeJob({
  id,
  stage,
  params,
  ttlMs,
}: Pick<Strike, "id" | "stage" | "params" | "ttlMs">): OpenJob {
  const path = String(params.path);
  const rate = Number(params.rate);
  return {
    kind: "open",
    url: `http://${stage.inside.host}:${stage.inside.port}`,
    seed: `spike-${id}`,
    rate,
    arrivals: "poisson",
    durationMs: ttlMs,
    maxDurationMs: ttlMs + drainMs,
    phase: "spike",
    mix: [{ journey: "spike", weight: 1, steps: [{ kind: "get", path }] }],
  };
}

// the generator stops when its input ends, so it does not outlast the sleep
const spikeScript = `(printf '%s\\n' "$1"; exec sleep "$2") | node /stagecraft/worker.mjs`;

/** Throws LabError `usage` for a target that is not the server where users arrive. */
function checkEntry({ stage, target }: Pick<Strike, "stage" | "target">): void {
  const { host, service = host } = stage.inside;
  const entry = stage.servers.find((server) =>
    [...server.containers, server.sandbox].some((one) => one?.service === service),
  );
  if (!entry || target.servers.includes(entry.name)) return;
  throw new LabError("usage", `traffic-spike goes to where users arrive, and ${target.name} is not there`, {
    next: `aim it at ${entry.name}`,
  });
}

const recordsIn = (log: string): LoadRecord[] =>
  log.split("\n").flatMap((line) => {
    try {
      return [JSON.parse(line) as LoadRecord];
    } catch {
      return []; // the first and the last line may be cut off
    }
  });

/** Requests sent in the latest second that the log tells of. Throws LabError `fault` with what kept them from it. */
export function sentLately(log: string): number {
  const records = recordsIn(log);
  const error = records.find((record) => record.kind === "error");
  if (error) throw new LabError("fault", `the extra requests could not be sent: ${error.what}`);
  const window = records.filter((record) => record.kind === "window").at(-1);
  return window?.phases.reduce((sum, phase) => sum + phase.sent, 0) ?? 0;
}

/** Enough for some seconds of records. */
const logLines = 100;

/** Many more requests to the stage's entry than its users send, from a client of its own. */
export const trafficSpike: Fault = {
  kind: "traffic-spike",
  async warm(strike) {
    checkEntry(strike);
    spikeJob({ ...strike, id: "00000000" });
  },
  async plan(strike) {
    checkEntry(strike);
    spikeJob(strike);
    return [{ do: "helpers" }];
  },
  async inject(strike) {
    const { id, stage, ttlMs, params, reach } = strike;
    const job = JSON.stringify(spikeJob(strike));
    const { project, clientNetwork: network, clientCpus: cpus, clientDns: service } = stage;
    const dns = service === undefined ? {} : { dns: { project, service } };
    const place = { kind: "client", network, cpus, ...dns } as const;
    await reach.helpers.start(place, id, ["sh", "-c", spikeScript, "spike", job, String(ttlMs / 1000)]);
    return `${params.rate} requests/s more on ${params.path}`;
  },
  async verify({ id, reach }) {
    const [helper] = await reach.helpers.ofFault(id);
    if (!helper?.running) return false;
    return sentLately(await reach.helpers.log(helper.id, logLines)) > 0;
  },
  async gone({ id, reach }) {
    return !(await reach.helpers.ofFault(id)).some((helper) => helper.running);
  },
};
