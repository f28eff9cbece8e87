import type { QuotaUsage } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import { type Found, found, missing } from "./figure.ts";
import { ofPart } from "./parts.ts";
import { type EventOf, eventsOf, type StepData } from "./step-data.ts";

/** A quota's counters: one that a server's containers share, or the own one of a container. */
interface Quota extends QuotaUsage {
  server: string;
  /** Absent: shared. */
  service?: string;
}

/** A server's part, or why it has none. */
type Throttled = { ratio: number; seconds: number } | { reason: string };

const unread = "the engine's counters were not read in this phase";
const unreadable = "the counters of a shared quota cannot be read on this machine";

/** How much servers had to wait for their quotas, by phase and for all phases together; of the stage, then by server. */
export function throttling(data: StepData): Found[] {
  const spent = spentByPhase(data);
  const shares = new Set(
    data.stage.servers.filter((one) => one.cgroupVariable !== undefined).map(({ name }) => name),
  );
  return data.spans.flatMap(({ phase }) => {
    const quotas = spent.get(phase);
    const servers = data.stage.servers.map(({ name }): [string, Throttled] => [
      name,
      quotas === undefined
        ? { reason: unread }
        : throttledOf(
            quotas.filter(({ server }) => server === name),
            shares.has(name),
          ),
    ]);
    return [
      ...figures(phase, worstOf(servers.map(([, one]) => one))),
      ...servers.flatMap(([name, one]) => ofPart(name, "server", figures(phase, one))),
    ];
  });
}

function throttledOf(quotas: readonly Quota[], shares: boolean): Throttled {
  const shared = quotas.find(({ service }) => service === undefined);
  if (shares && !shared) return { reason: unreadable };
  const own = quotas.filter(({ service }) => service !== undefined);
  const ratios = quotas.map(({ periods, throttledPeriods }) =>
    periods > 0 ? throttledPeriods / periods : 0,
  );
  const waited = own.reduce((sum, { throttledSeconds }) => sum + throttledSeconds, 0);
  // who waits for the shared quota may wait for its own at the same time: never count both
  return { ratio: Math.max(0, ...ratios), seconds: Math.max(waited, shared?.throttledSeconds ?? 0) };
}

function worstOf(servers: readonly Throttled[]): Throttled {
  const worst = { ratio: 0, seconds: 0 };
  for (const one of servers) {
    if ("reason" in one) return one;
    worst.ratio = Math.max(worst.ratio, one.ratio);
    worst.seconds += one.seconds;
  }
  return worst;
}

function figures(phase: PhaseName, one: Throttled): Found[] {
  if ("reason" in one)
    return (["cpu.throttled_s", "cpu.throttled_ratio"] as const).map((name) =>
      missing(name, phase, one.reason),
    );
  // every period was looked at: a server that never wanted to run is known not to have waited
  return [found("cpu.throttled_s", phase, one.seconds, 1), found("cpu.throttled_ratio", phase, one.ratio, 1)];
}

function spentByPhase(data: StepData): Map<PhaseName, Quota[]> {
  const usage = eventsOf(data, "usage");
  const spent = new Map<PhaseName, Quota[]>();
  for (const start of usage.filter(({ edge }) => edge === "start")) {
    const end = usage.find(({ edge, phase }) => edge === "end" && phase === start.phase);
    // records of earlier versions have no periods
    if (end && isCounted(start) && isCounted(end))
      spent.set(start.phase, between(quotasOf(start), quotasOf(end)));
  }
  if (!spent.has("all") && spent.size > 0) spent.set("all", sumOf([...spent.values()].flat()));
  return spent;
}

const isCounted = ({ containers }: EventOf<"usage">): boolean =>
  containers.every(({ periods }) => periods !== undefined);

const quotasOf = ({ containers, quotas = [] }: EventOf<"usage">): Quota[] => [
  ...quotas,
  ...containers.map(({ server, service, periods = 0, throttledPeriods = 0, throttledSeconds }) => ({
    ...{ server, service, periods, throttledPeriods, throttledSeconds },
  })),
];

const isSame = (one: Quota) => (other: Quota) => one.server === other.server && one.service === other.service;

/** Differences; a quota that counts less than before began again, as that of a killed container does. */
function between(start: readonly Quota[], end: readonly Quota[]): Quota[] {
  return end.map((now) => {
    const before = start.find(isSame(now));
    return before === undefined || now.periods < before.periods ? now : plus(now, before, -1);
  });
}

function sumOf(quotas: readonly Quota[]): Quota[] {
  const sums: Quota[] = [];
  for (const one of quotas) {
    const at = sums.findIndex(isSame(one));
    if (at < 0) sums.push(one);
    else sums[at] = plus(sums[at]!, one, 1);
  }
  return sums;
}

const plus = (one: Quota, other: Quota, sign: 1 | -1): Quota => ({
  ...one,
  periods: one.periods + sign * other.periods,
  throttledPeriods: one.throttledPeriods + sign * other.throttledPeriods,
  throttledSeconds: one.throttledSeconds + sign * other.throttledSeconds,
});
