import { Listr, ListrLogger, type ListrTask, ProcessOutput } from "listr2";
import type { Action, Plan } from "../model/plan.ts";
import type { Io } from "./io.ts";

/** Shows how a run goes on: a live list in a terminal, a line for each step elsewhere. */
export interface RunProgress {
  onPlan(plan: Plan): void;
  onAction(action: Action, state: "start" | "done" | "failed" | "skipped", note?: string): void;
  say(line: string): void;
  /** Leaves the screen as it is; call it in any case. */
  end(): Promise<void>;
}

/** One action in words. */
export function actionTitle(action: Action): string {
  if (action.kind === "stage-up") return `bring up ${action.on}`;
  if (action.kind === "stage-down") return `take down ${action.on}`;
  const repeat = action.repeat > 0 ? ` (repeat ${action.repeat + 1})` : "";
  if (action.kind === "try") {
    const ids = action.commands.map((command) => command.id).join(", ");
    return `try ${action.step} on ${action.on}${repeat}: ${ids}`;
  }
  const seconds = Math.round(action.phases.reduce((sum, phase) => sum + phase.ms, 0) / 1000);
  const lasts = seconds > 0 ? `, ${seconds} s` : "";
  const fault = action.fault ? `, ${action.fault.kind} ${action.fault.target}` : "";
  return `measure ${action.step} on ${action.on}${repeat}${lasts}${fault}`;
}

/** Lines on stderr, with seconds since the start. */
export function plainProgress(io: Io): RunProgress {
  const from = Date.now();
  const line = (text: string) =>
    io.err(`[${((Date.now() - from) / 1000).toFixed(1).padStart(6)} s] ${text}\n`);
  return {
    onPlan: (plan) => line(`${plan.lab}${plan.quick ? " (quick)" : ""}: run ${plan.run}, seed ${plan.seed}`),
    onAction(action, state, note) {
      if (state === "start") line(actionTitle(action));
      if (state === "failed" || state === "skipped")
        line(`${state}: ${actionTitle(action)}${note ? `: ${note}` : ""}`);
    },
    say: line,
    end: async () => {},
  };
}

interface Pending {
  promise: Promise<void>;
  resolve: () => void;
  reject: (why: Error) => void;
}

function pending(): Pending {
  let resolve = () => {};
  let reject: (why: Error) => void = () => {};
  const promise = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  promise.catch(() => {}); // shown by the list
  return { promise, resolve, reject };
}

/** A live task list on stderr; what is said meanwhile stands under the task that is under way. */
export function liveProgress(io: Io): RunProgress {
  let tasks = new Map<Action, Pending>();
  let list: Promise<unknown> | undefined;
  let ready = pending();
  // only a task that is under way may be written to
  let show: ((line: string) => void) | undefined = (line) => io.err(`${line}\n`);
  const underWay = (promise: Promise<void>): NonNullable<ListrTask["task"]> => {
    return async (_, task) => {
      const own = (line: string) => {
        task.output = line;
      };
      show = own;
      try {
        await promise;
      } finally {
        if (show === own) show = undefined;
      }
    };
  };
  return {
    onPlan(plan) {
      io.err(`${plan.lab}${plan.quick ? " (quick)" : ""}: run ${plan.run}, seed ${plan.seed}\n`);
      ready = pending();
      tasks = new Map(plan.actions.map((action) => [action, pending()]));
      const rows: ListrTask[] = [
        { title: "engine and images", task: underWay(ready.promise) },
        ...plan.actions.map((action) => ({
          title: actionTitle(action),
          task: underWay(tasks.get(action)!.promise),
        })),
      ];
      const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
      list = new Listr(rows, {
        exitOnError: false,
        registerSignalListeners: false,
        rendererOptions: { logger, showErrorMessage: true, collapseErrors: false },
      })
        .run()
        .catch(() => {});
    },
    onAction(action, state, note) {
      ready.resolve();
      if (state === "done") tasks.get(action)?.resolve();
      if (state === "failed" || state === "skipped") tasks.get(action)?.reject(new Error(note ?? state));
    },
    say: (line) => show?.(line),
    async end() {
      ready.reject(new Error("not finished"));
      for (const task of tasks.values()) task.reject(new Error("not done"));
      await list;
    },
  };
}
