import { keyOf, type MeasureKey, type NewEvent, type RunEvent, type Sample } from "../event.ts";
import { createHistogram, encodeHistogram, recordMs } from "../histogram.ts";
import type { PhaseName } from "../lab.ts";
import type { GeneratorSample, LoadRecord, PhaseWindow, Tick, WindowRow } from "../load-records.ts";
import { tickMs } from "../load-records.ts";
import type { Action } from "../plan.ts";

type MeasureAction = Extract<Action, { kind: "measure" }>;

/** What users saw in one tick of 100 ms. Good answers come from `servers` in turn. */
export interface Seen {
  ok?: number;
  failed?: number;
  refused?: number;
  servers?: string[];
  latencyMs?: number;
}

/** A hand-made course of one measurement; every instant is in ms from the start of its phase. */
export interface Story {
  /** What users saw in each tick, by phase; ten good answers from `app-1` when left out. */
  seen?: (phase: PhaseName, ms: number) => Seen;
  /** How the fault went; injected 200 ms into its phase and reverted 200 ms into recovery when left out. */
  fault?: { injectedMs?: number; revertedMs?: number; bit?: boolean; healed?: boolean };
  generator?: Partial<GeneratorSample>;
  /** Of every hundred requests, how many were sent late. */
  latePercent?: number;
  /** More records (probes, writes, sessions …), given the phases' starts. */
  records?: (starts: ReadonlyMap<PhaseName, number>) => LoadRecord[];
  events?: (starts: ReadonlyMap<PhaseName, number>) => NewEvent[];
  /** Leaves out the record's end, as when the controller was killed. */
  cutOff?: boolean;
  /** Why it was aborted. */
  aborted?: string;
}

const quiet: GeneratorSample = {
  processes: 1,
  cpuS: 0.1,
  loopDelayP99Ms: 2,
  loopDelayMaxMs: 5,
  outstanding: 3,
  capHits: 0,
  localErrors: 0,
  bytesSent: 1000,
  bytesReceived: 10_000,
  clockStepMs: 0,
};

const firstMs = 1_700_000_000_000;

/** Events and samples of one measurement that went as the story says. */
export function tell(action: MeasureAction, story: Story = {}): { events: RunEvent[]; samples: Sample[] } {
  const key = keyOf(action);
  const starts = new Map<PhaseName, number>();
  let endMs = firstMs;
  for (const phase of action.phases) {
    starts.set(phase.name, endMs);
    endMs += phase.ms;
  }
  const event = (one: NewEvent, at: number): RunEvent => ({ at, ...one }) as RunEvent;
  const events = [
    event({ type: "measure-started", ...key }, firstMs),
    ...[...starts].map(([phase, atMs]) => event({ type: "phase", ...key, phase, atMs }, atMs)),
    ...faultEvents(action, key, starts, story),
    ...(story.events?.(starts) ?? []).map((one) => event(one, endMs)),
    ...(story.cutOff ? [] : [event(endOf(key, story.aborted), endMs)]),
  ];
  const records: LoadRecord[] = [
    { kind: "ready", startMs: firstMs, processes: 1, node: "v24" },
    ...action.phases
      .slice(1)
      .map(({ name }) => ({ kind: "mark" as const, phase: name, atMs: starts.get(name)! })),
    ...windows(action, starts, story),
    ...(story.records?.(starts) ?? []),
    ...(story.cutOff || story.aborted ? [] : [ending(endMs)]),
  ];
  return { events, samples: records.map((record) => ({ ...key, record })) };
}

function endOf(key: MeasureKey, aborted: string | undefined): NewEvent {
  return { type: "measure-ended", ...key, ok: aborted === undefined, ...(aborted && { reason: aborted }) };
}

function ending(endMs: number): LoadRecord {
  const counts = {
    scheduled: 0,
    sent: 0,
    sentLate: 0,
    ok: 0,
    failed: 0,
    refused: 0,
    unfinished: 0,
    abandoned: 0,
  };
  return { kind: "end", startMs: firstMs, stoppedMs: endMs, endMs: endMs + 20, why: "stop", ...counts };
}

function faultEvents(
  action: MeasureAction,
  key: MeasureKey,
  starts: ReadonlyMap<PhaseName, number>,
  { fault = {} }: Story,
): RunEvent[] {
  const [struck, ended] = [starts.get("fault"), starts.get("recovery")];
  if (!action.fault || struck === undefined) return [];
  const { injectedMs = 200, revertedMs = 200, bit = true, healed = true } = fault;
  const { kind, target } = action.fault;
  const at = (state: Extract<RunEvent, { type: "fault" }>["state"], atMs: number): RunEvent => ({
    at: atMs,
    type: "fault",
    ...key,
    fault: kind,
    target,
    state,
    atMs,
  });
  return [
    at("intent", struck),
    at("injected", struck + injectedMs),
    at(bit ? "verified" : "did-not-bite", struck + injectedMs + 30),
    ...(ended === undefined
      ? []
      : [at("reverted", ended + revertedMs), at(healed ? "healed" : "not-healed", ended + revertedMs + 400)]),
  ];
}

const usual: Seen = { ok: 10, servers: ["app-1"] };

function windows(action: MeasureAction, starts: ReadonlyMap<PhaseName, number>, story: Story): LoadRecord[] {
  return action.phases.flatMap(({ name, ms }) => {
    const from = starts.get(name)!;
    return Array.from({ length: Math.ceil(ms / 1000) }, (_, second): LoadRecord => {
      const toMs = from + Math.min(ms, (second + 1) * 1000);
      const fromMs = from + second * 1000;
      const seen = Array.from({ length: Math.ceil((toMs - fromMs) / tickMs) }, (_tick, index) => ({
        atMs: fromMs + index * tickMs,
        seen: (story.seen ?? (() => usual))(name, second * 1000 + index * tickMs),
      }));
      return {
        kind: "window",
        fromMs,
        toMs,
        phases: [
          phaseWindow(
            name,
            seen.map((one) => one.seen),
            story.latePercent ?? 0,
          ),
        ],
        ticks: seen.map(({ atMs, seen: one }) => tick(atMs, one)),
        generator: { ...quiet, ...story.generator },
      };
    });
  });
}

const tick = (atMs: number, { ok = 0, failed = 0, refused = 0 }: Seen): Tick => ({
  atMs,
  ok,
  failed,
  refused,
});

interface Count {
  server: string;
  outcome: WindowRow["outcome"];
  count: number;
  latencyMs: number;
}

function phaseWindow(phase: PhaseName, seen: readonly Seen[], latePercent: number): PhaseWindow {
  const merged = new Map<string, Count>();
  for (const one of seen.flatMap(countsOf)) {
    const key = `${one.server}/${one.outcome}/${one.latencyMs}`;
    const known = merged.get(key);
    if (known) known.count += one.count;
    else if (one.count > 0) merged.set(key, { ...one });
  }
  const rows = [...merged.values()].map(rowOf);
  const scheduled = rows.reduce((sum, row) => sum + row.count, 0);
  return { phase, scheduled, sent: scheduled, sentLate: Math.round((scheduled * latePercent) / 100), rows };
}

function countsOf({ ok = 0, failed = 0, refused = 0, servers = ["app-1"], latencyMs = 5 }: Seen): Count[] {
  const good = servers.map((server, index): Count => {
    const count = Math.floor(ok / servers.length) + (index < ok % servers.length ? 1 : 0);
    return { server, outcome: "ok", count, latencyMs };
  });
  return [
    ...good,
    { server: "", outcome: "connect-error", count: failed, latencyMs },
    { server: servers[0] ?? "", outcome: "refused", count: refused, latencyMs },
  ];
}

function rowOf({ server, outcome, count, latencyMs }: Count): WindowRow {
  const histogram = createHistogram();
  for (let index = 0; index < count; index++) recordMs(histogram, latencyMs);
  return { route: "/", server, outcome, count, bytes: count * 100, latency: encodeHistogram(histogram) };
}
