import type { ProbeRecord } from "../model/load-records.ts";
import type { Clock } from "./clock.ts";
import { openConnection } from "./http/connection.ts";
import type { Endpoint } from "./http/endpoint.ts";
import { createRequestText } from "./http/request-text.ts";
import type { ResolvedOpenJob } from "./job.ts";
import { resolveProbe } from "./job.ts";
import { outcomeOf } from "./judge.ts";
import { createProbeHistory } from "./probe-history.ts";

/** Probes under way at most: a silent host must not pile them up without end. */
const maxPending = 200;

/**
 * Sends a short request every few milliseconds until stopped. Each probe opens a connection of its
 * own: one that waits in TCP's back-off after a silence would see the service return seconds late, and
 * a kept-alive one would tell nothing about whether new users get in.
 */
export function startProbes(
  job: ResolvedOpenJob,
  clock: Clock,
  endpoint: Endpoint,
  emit: (record: ProbeRecord) => void,
): { stop(): Promise<void> } {
  const probe = resolveProbe(job.probe!);
  const text = createRequestText(new URL(job.url), job.headers, false)({ method: "GET", path: probe.path });
  const step = { kind: "get", path: probe.path } as const;
  const history = createProbeHistory(emit);
  const startMs = clock.now();
  let sent = 0;
  let pending = 0;
  let stopped = false;
  let resolveStopped: () => void = () => {};

  function send(): void {
    const ended = history.begin(clock.now());
    pending++;
    // the two limits together bound a probe: whichever part hangs, it ends at the timeout
    const connection = openConnection(endpoint, endpoint.addresses(), {
      connectMs: probe.timeoutMs,
      responseMs: probe.timeoutMs,
    });
    connection.send(text, (reply) => {
      pending--;
      connection.close();
      ended(outcomeOf(step, reply, false), clock.now());
      if (stopped && pending === 0) resolveStopped();
    });
  }

  let timer: NodeJS.Timeout;
  function next(): void {
    const due = Math.floor((clock.now() - startMs) / probe.everyMs);
    if (due >= sent && pending < maxPending) send();
    // a probe that comes late tells nothing more: skip what was missed
    sent = due + 1;
    timer = setTimeout(next, clock.delayUntil(startMs + sent * probe.everyMs));
  }
  next();

  return {
    stop() {
      stopped = true;
      clearTimeout(timer);
      return pending === 0 ? Promise.resolve() : new Promise((resolve) => (resolveStopped = resolve));
    },
  };
}
