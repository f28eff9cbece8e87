import type { Doubt } from "./doubt.ts";
import { usedBetween } from "./resources.ts";
import { eventsOf, type StepData } from "./step-data.ts";

/** Share of the host's cores that the engine and the system may take beside servers and client. */
const othersShare = 0.25;

/**
 * Whether something else kept the host busy: CPU time of the whole host, less the servers', beyond the client's
 * reserved share and a margin for the engine. Then servers did not get what their machine types promise. For hosts whose
 * counters cannot be told apart better (measure/neighbours.ts), and records from before they were.
 */
export function hostSoundness(data: StepData, cores: number | undefined): Doubt[] {
  if (cores === undefined) return [];
  const usage = eventsOf(data, "usage");
  const allowed = data.stage.client.cpus + othersShare * cores;
  const busy = usage
    .filter((event) => event.edge === "start")
    .flatMap((start) => {
      const end = usage.find((event) => event.edge === "end" && event.phase === start.phase);
      if (!end || end.at <= start.at) return [];
      const servers = usedBetween(start.containers, end.containers).cpuSeconds;
      const others = ((end.hostCpuSeconds - start.hostCpuSeconds - servers) * 1000) / (end.at - start.at);
      return others > allowed ? [{ phase: start.phase, others }] : [];
    });
  if (busy.length === 0) return [];
  const worst = Math.max(...busy.map((one) => one.others));
  const text = `other work kept ${worst.toFixed(1)} of the host's ${cores} cores busy, client included; at most ${allowed.toFixed(1)} may be`;
  return [{ code: "host-busy", text, capacityOnly: true, phases: [...busy.map((one) => one.phase), "all"] }];
}
