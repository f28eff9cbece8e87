import { createCommandPort } from "../../docker/commands.ts";
import { drawMomentMs } from "../../guide/draw.ts";
import { recordOf } from "../../guide/walk.ts";
import { LabError, messageOf } from "../../model/errors.ts";
import type { RunEvent, Sample } from "../../model/event.ts";
import type { StepOf } from "../../model/lab.ts";
import type { Action, Plan } from "../../model/plan.ts";
import type { Clock } from "../../model/ports.ts";
import { createRandom } from "../../model/seed.ts";
import { isSustained, recoveredAt, type UserSecond, userSecond, userView } from "../../model/steady.ts";
import type { ByHand } from "../../model/walk.ts";
import { plannedLoad } from "../../plan/load.ts";
import { plannedStage } from "../../plan/planned-stage.ts";
import { judge } from "../../verdict/judge.ts";
import { labWithStages } from "../catalog.ts";
import { wallClock } from "../clock.ts";
import { executePlan } from "../execute-plan.ts";
import { liveStages, serviceIn } from "../live-stages.ts";
import { newRunId } from "../run-folder.ts";
import { type AppContext, openRunningSession } from "../session.ts";
import { type OpenWalk, stepAt } from "./open-walk.ts";

/** What happens at the learner's desk while something is broken. Seconds count from the fault. */
export type News =
  | { kind: "starting"; stage: string }
  | { kind: "steady" }
  | { kind: "too-early" }
  | { kind: "noticed"; s: number }
  | { kind: "said"; code: number | null; output: string }
  | { kind: "no-service"; name: string; known: string[] }
  | { kind: "mended"; s: number }
  | { kind: "late" };

/** Where the learner sits: sees the users' seconds, and types. */
export interface Desk {
  tell(news: News): void;
  second(second: UserSecond): void;
  /** Told of each line that is typed, until the stopwatch ends. */
  onLine(take: (text: string) => void): void;
}

const commandTimeoutMs = 60_000;
/** So many good seconds in a row: users are served again. */
const sustained = 3;

/**
 * Brings the stage up, lets visitors come, breaks it at a moment drawn for this learner, and takes the time until the
 * learner notices and until users are served again. Whatever happens, the fault is undone and the stage goes down.
 */
export async function stopwatch(context: AppContext, open: OpenWalk, desk: Desk): Promise<ByHand> {
  const step = stepAt(open) as StepOf<"stopwatch">;
  const attempt = recordOf(open.walk, step.id).misses ?? 0;
  const plan = await planOf(context, open, step, attempt);
  const seconds: UserSecond[] = [];
  let faultAt: number | undefined;
  let noticedAt: number | undefined;
  let mendedAt: number | undefined;
  let offsetMs = 0;
  const over = new AbortController();

  const look = (second: UserSecond): void => {
    seconds.push(second);
    desk.second(second);
    if (faultAt === undefined || over.signal.aborted) return;
    const since = seconds.filter((one) => one.atMs > faultAt!);
    if (!isSustained(since, sustained)) return;
    const recovered = recoveredAt(since);
    if (recovered === undefined) return; // users have felt nothing yet
    mendedAt = recovered;
    desk.tell({ kind: "mended", s: (recovered - faultAt) / 1000 });
    over.abort();
  };
  const take = async (text: string): Promise<void> => {
    if (faultAt === undefined) return desk.tell({ kind: "too-early" });
    if (noticedAt === undefined) {
      noticedAt = Date.now();
      desk.tell({ kind: "noticed", s: (noticedAt - faultAt) / 1000 });
    }
    if (text.trim() !== "" && !over.signal.aborted) await command(context, plan.run, text.trim(), desk);
  };
  desk.onLine((text) => {
    take(text).catch((thrown: unknown) => desk.tell({ kind: "said", code: null, output: messageOf(thrown) }));
  });

  let inFault = false;
  const clock: Clock = {
    now: wallClock.now,
    async sleep(ms, signal) {
      if (!inFault) return wallClock.sleep(ms, signal);
      await wallClock.sleep(ms, AbortSignal.any([signal, over.signal])).catch((thrown: unknown) => {
        if (signal.aborted || !over.signal.aborted) throw thrown;
      });
    },
  };
  const onEvent = (event: RunEvent): void => {
    if (event.type === "clock") offsetMs = event.offsetMs;
    if (event.type === "stage-up") desk.tell({ kind: "steady" });
    if (event.type === "phase") inFault = event.phase === "fault";
    // from the order, as all times are: users may feel it before it is noted as done, and whoever is quick sees them
    if (event.type === "fault" && event.state === "intent") faultAt = event.at;
  };
  const onSample = ({ record }: Sample): void => {
    if (record.kind !== "window") return;
    const second = userSecond(record);
    look({ ...second, atMs: second.atMs - offsetMs });
  };

  desk.tell({ kind: "starting", stage: step.on });
  await executePlan(context, plan, {
    what: `stopwatch ${open.shown.lab.id}`,
    clock,
    onEvent,
    onSample,
    finish({ path, measurements, outcome, durationS }, write) {
      const stages = plan.stages.map((stage) => stage.alias);
      const info = { lab: plan.lab, stages, runDir: path, durationS, outcome };
      write("verdict.json", { ...judge([], measurements, info), steps: [step.id] });
    },
  });
  if (context.signal.aborted) throw new LabError("interrupted", "stopped while the clock was running");
  if (faultAt === undefined) {
    throw new LabError(
      "stage",
      "nothing was broken: the stage did not come up, or its users were not served before",
      {
        next: `its record is runs/${plan.run}; ./lab next tries again`,
      },
    );
  }
  if (mendedAt === undefined) desk.tell({ kind: "late" });
  const since = (at: number | undefined) =>
    at === undefined ? null : Math.round((at - faultAt!) / 100) / 10;
  const view = userView(seconds, faultAt, mendedAt ?? Number.POSITIVE_INFINITY);
  // whoever mends it has noticed it, even without saying so
  return {
    noticedS: since(noticedAt),
    mendedS: since(mendedAt),
    failed: view.failed,
    requests: view.requests,
  };
}

/** A plan like any other, whose fault phase ends when users are served again. */
async function planOf(
  context: AppContext,
  open: OpenWalk,
  step: StepOf<"stopwatch">,
  attempt: number,
): Promise<Plan> {
  const { lab, stages } = await labWithStages(context.root, open.shown.lab.id);
  const { seed } = open.progress;
  const stage = stages.get(step.on)!;
  const { drawn } = step.fault;
  const target = drawn
    ? drawn[createRandom(seed, "target", step.id, attempt).int(drawn.length)]!
    : (step.fault.targets.byStage[step.on] ?? step.fault.targets.default);
  const now = new Date();
  const action: Action = {
    kind: "measure",
    step: step.id,
    on: step.on,
    repeat: 0,
    seed: `${seed}/${step.id}/${attempt}`,
    load: plannedLoad(lab, step.load, false),
    phases: [
      { name: "warmup", ms: 2000 },
      { name: "baseline", ms: drawMomentMs(seed, step.id, attempt) },
      { name: "fault", ms: step.withinMs },
      { name: "recovery", ms: 2000 },
    ],
    fault: { kind: step.fault.kind, target, params: step.fault.params },
    deadlineMs: step.withinMs + 120_000,
  };
  return {
    format: 1,
    run: newRunId(now),
    lab: lab.id,
    title: lab.title,
    seed,
    quick: false,
    createdAt: now.toISOString(),
    stages: [plannedStage(step.on, stage)],
    actions: [
      { kind: "stage-up", on: step.on, deadlineMs: 180_000 },
      action,
      { kind: "stage-down", on: step.on, deadlineMs: 60_000 },
    ],
    claims: [],
  };
}

/** `host-2 take`: a command in a container of the stage. */
async function command(context: AppContext, run: string, text: string, desk: Desk): Promise<void> {
  const [name = "", ...rest] = text.split(/\s+/);
  const stage = liveStages(context.root).find((one) => one.run === run)?.stage;
  if (!stage) return;
  const service = serviceIn(stage, name);
  if ("known" in service) return desk.tell({ kind: "no-service", name, known: service.known });
  const script = rest.length > 0 ? text.slice(text.indexOf(name) + name.length).trim() : "hostname";
  const { docker } = await openRunningSession(context);
  const ended = await createCommandPort(docker).run(
    stage,
    service.service,
    script,
    commandTimeoutMs,
    context.signal,
  );
  desk.tell({ kind: "said", code: ended.code, output: ended.output });
}
