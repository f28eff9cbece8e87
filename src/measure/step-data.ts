import { keyOf, type MeasureKey, type RunEvent, type Sample } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { LoadRecord } from "../model/load-records.ts";
import type { Action, Plan, PlannedStage } from "../model/plan.ts";

export type MeasureAction = Extract<Action, { kind: "measure" }>;

/** A phase on the client's clock; `toMs` is where the next one begins or arrivals ended. */
export interface Span {
  phase: PhaseName;
  fromMs: number;
  toMs: number;
}

/** Everything that was recorded of one measuring step on one stage in one repeat. */
export interface StepData {
  key: MeasureKey;
  action: MeasureAction;
  stage: PlannedStage;
  events: RunEvent[];
  records: LoadRecord[];
  /** Phases that count (no warm-up), then `all`, from the first of them to the end of arrivals. */
  spans: Span[];
}

export type RecordOf<K extends LoadRecord["kind"]> = Extract<LoadRecord, { kind: K }>;
export type EventOf<T extends RunEvent["type"]> = Extract<RunEvent, { type: T }>;

/** Records of one kind, in order. */
export function recordsOf<K extends LoadRecord["kind"]>(data: StepData, kind: K): RecordOf<K>[] {
  return data.records.filter((record): record is RecordOf<K> => record.kind === kind);
}

/** Events of one type, in order. */
export function eventsOf<T extends RunEvent["type"]>(data: Pick<StepData, "events">, type: T): EventOf<T>[] {
  return data.events.filter((event): event is EventOf<T> => event.type === type);
}

const nameOf = (key: MeasureKey): string => `${key.step}\n${key.on}\n${key.repeat}`;

/** Sorts a run's record by the measuring steps of its plan, in the plan's order. */
export function splitSteps(plan: Plan, events: readonly RunEvent[], samples: readonly Sample[]): StepData[] {
  const eventsOfKey = keyedEvents(events);
  const samplesByKey = grouped(samples);
  const steps: StepData[] = [];
  for (const action of plan.actions) {
    const stage = plan.stages.find((candidate) => candidate.alias === action.on);
    if (action.kind !== "measure" || !stage) continue;
    const key = keyOf(action);
    const own = eventsOfKey(key);
    const records = (samplesByKey.get(nameOf(key)) ?? []).map((sample) => sample.record);
    steps.push({ key, action, stage, events: own, records, spans: spansOf(own, records) });
  }
  return steps;
}

/** The events of each step on each stage in each repeat. */
export function keyedEvents(events: readonly RunEvent[]): (key: MeasureKey) => RunEvent[] {
  const groups = grouped(events.filter(isKeyed));
  return (key) => groups.get(nameOf(key)) ?? [];
}

function grouped<T extends MeasureKey>(items: readonly T[]): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(item);
    else groups.set(nameOf(item), [item]);
  }
  return groups;
}

function isKeyed(event: RunEvent): event is RunEvent & MeasureKey {
  return "step" in event && event.step !== undefined && "repeat" in event && event.repeat !== undefined;
}

// Marks come from the generator itself; the controller's `phase` events carry the same instants.
function spansOf(events: readonly RunEvent[], records: readonly LoadRecord[]): Span[] {
  const marks = new Map<PhaseName, number>();
  for (const event of events) if (event.type === "phase") marks.set(event.phase, event.atMs);
  for (const record of records) if (record.kind === "mark") marks.set(record.phase as PhaseName, record.atMs);
  const starts = [...marks].sort((a, b) => a[1] - b[1]);
  const end = endOf(records);
  if (end === undefined) return [];
  const spans = starts.map(([phase, fromMs], index) => ({
    phase,
    fromMs,
    toMs: starts[index + 1]?.[1] ?? Math.max(fromMs, end),
  }));
  const counted = spans.filter((span) => span.phase !== "warmup" && span.phase !== "all");
  const first = counted[0]?.fromMs ?? startOf(records);
  return first === undefined ? [] : [...counted, { phase: "all", fromMs: first, toMs: end }];
}

function startOf(records: readonly LoadRecord[]): number | undefined {
  return records.find((record) => record.kind === "ready")?.startMs;
}

function endOf(records: readonly LoadRecord[]): number | undefined {
  const end = records.find((record) => record.kind === "end");
  return end?.stoppedMs ?? records.findLast((record) => record.kind === "window")?.toMs;
}
