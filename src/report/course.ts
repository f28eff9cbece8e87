import { keyOf, type MeasureKey, type RunEvent } from "../model/event.ts";
import type { PhaseName } from "../model/lab.ts";
import type { LoadRecord, PeakRecord, Tick } from "../model/load-records.ts";
import type { Action, Plan } from "../model/plan.ts";
import { type CourseWindow, type LatencyPoint, latencyPoints } from "./latency-points.ts";
import type { RunRecord } from "./run-record.ts";

export type MeasureAction = Extract<Action, { kind: "measure" }>;

/** A part of the course, in seconds from the start of its first counted phase. */
export interface Part {
  fromS: number;
  toS: number;
}

/** How one measurement went, second by second: what its charts are drawn from. The warm-up is left out. */
export interface Course {
  action: MeasureAction;
  key: MeasureKey;
  phases: (Part & { phase: PhaseName })[];
  /** When the fault was on; nothing when none came. */
  fault?: Part & { kind: string; target: string };
  lengthS: number;
  windows: CourseWindow[];
  latencies: LatencyPoint[];
  ticks: (Omit<Tick, "atMs"> & { atS: number })[];
  peak?: PeakRecord;
}

/** The courses of a run's measurements, in the plan's order; of what left no record there is none. */
export function coursesOf({ plan, events, samples }: RunRecord): Course[] {
  const eventsOf = grouped(events.filter(isKeyed), (event) => event);
  const recordsOf = grouped(samples, (sample) => sample.record);
  return measuresOf(plan).flatMap((action) => {
    const name = nameOf(action);
    const course = courseOf(action, eventsOf.get(name) ?? [], recordsOf.get(name) ?? []);
    return course ? [course] : [];
  });
}

/** The measuring actions of a plan. */
export function measuresOf(plan: Plan): MeasureAction[] {
  return plan.actions.filter((action): action is MeasureAction => action.kind === "measure");
}

const nameOf = ({ step, on, repeat }: MeasureKey): string => JSON.stringify([step, on, repeat]);

function isKeyed(event: RunEvent): event is RunEvent & MeasureKey {
  return "step" in event && event.step !== undefined && "repeat" in event && event.repeat !== undefined;
}

function grouped<T extends MeasureKey, V>(items: readonly T[], pick: (item: T) => V): Map<string, V[]> {
  const groups = new Map<string, V[]>();
  for (const item of items) {
    const group = groups.get(nameOf(item));
    if (group) group.push(pick(item));
    else groups.set(nameOf(item), [pick(item)]);
  }
  return groups;
}

function courseOf(
  action: MeasureAction,
  events: readonly RunEvent[],
  records: readonly LoadRecord[],
): Course | undefined {
  const peak = records.find((record) => record.kind === "peak");
  const windows = records.filter((record) => record.kind === "window");
  const end = records.find((record) => record.kind === "end")?.stoppedMs ?? windows.at(-1)?.toMs;
  const marks = records.flatMap((record) =>
    record.kind === "mark" && record.phase !== "warmup" ? [record] : [],
  );
  const starts = marks.map((mark) => ({ phase: mark.phase as PhaseName, atMs: mark.atMs }));
  const zero = starts[0]?.atMs ?? windows[0]?.fromMs;
  const empty = { action, key: keyOf(action), phases: [], lengthS: 0, windows: [], latencies: [], ticks: [] };
  if (peak) return { ...empty, peak };
  if (zero === undefined || end === undefined || end <= zero) return undefined;
  const seconds = (atMs: number): number => (atMs - zero) / 1000;
  const fault = faultOf(action, events, seconds, seconds(end));
  const counted = windows
    .filter((window) => window.toMs > zero)
    .map(({ fromMs, toMs, phases }) => ({ fromS: seconds(fromMs), toS: seconds(toMs), phases }));
  return {
    ...empty,
    lengthS: seconds(end),
    phases: starts.map(({ phase, atMs }, index) => ({
      phase,
      fromS: seconds(atMs),
      toS: seconds(starts[index + 1]?.atMs ?? end),
    })),
    windows: counted,
    latencies: latencyPoints(counted, seconds(end)),
    ticks: windows.flatMap(({ ticks }) =>
      ticks.map(({ atMs, ok, failed, refused }) => ({ atS: seconds(atMs), ok, failed, refused })),
    ),
    ...(fault && { fault }),
  };
}

function faultOf(
  action: MeasureAction,
  events: readonly RunEvent[],
  seconds: (atMs: number) => number,
  endS: number,
): Course["fault"] {
  const at = (state: string) =>
    events.find((event) => event.type === "fault" && event.state === state) as { atMs: number } | undefined;
  const [on, off] = [at("injected"), at("reverted")];
  if (!action.fault || !on) return undefined;
  const { kind, target } = action.fault;
  return { kind, target, fromS: seconds(on.atMs), toS: off ? Math.min(seconds(off.atMs), endS) : endS };
}
