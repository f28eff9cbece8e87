import { spawn } from "node:child_process";
import { join } from "node:path";
import { createContainerPort } from "../../docker/containers.ts";
import { LabError } from "../../model/errors.ts";
import type { StepOf } from "../../model/lab.ts";
import { type AppContext, openRunningSession } from "../session.ts";
import { stagesUp } from "../up.ts";
import { type OpenWalk, stepAt } from "./open-walk.ts";

/** The words of a `./lab` command line, as a shell would take them. */
export function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map((one) => one[1] ?? one[2] ?? one[3]!);
  return words[0] === "./lab" || words[0] === "lab" ? words.slice(1) : words;
}

/** Runs another verb of ours on this terminal; resolves with its exit code. */
export function ownVerb(
  context: Pick<AppContext, "root" | "env">,
  words: readonly string[],
): Promise<number> {
  const child = spawn(process.execPath, [join(context.root, "dist", "main.js"), ...words], {
    stdio: "inherit",
    env: context.env,
  });
  // a Ctrl-C on the terminal reaches both: the verb ends in order, and we wait for it
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** What a `do` step says in a line. */
export function commandOf(step: StepOf<"do">): string {
  if (step.run !== undefined) return `./lab ${wordsOf(step.run).join(" ")}`;
  return step.start === undefined ? `stop ${step.stop}` : `start ${step.start}`;
}

/** Carries out a `do` step: a verb of ours, or a server of the stage that is up. True when it worked. */
export async function doStep(context: AppContext, open: OpenWalk): Promise<boolean> {
  const step = stepAt(open) as StepOf<"do">;
  if (step.run !== undefined) return (await ownVerb(context, wordsOf(step.run))) === 0;
  const name = step.start ?? step.stop!;
  const stage = open.shown.lab.stages.find(({ alias }) => alias === step.on);
  const up = stagesUp(context.root).find(({ stage: running }) =>
    running.servers.some((server) => server.name === name),
  );
  if (!up) {
    const words = stage ? [stage.stage, ...(stage.variant ? [stage.variant] : [])].join("/") : "STAGE";
    throw new LabError("usage", `no stage that has ${name} is up`, {
      next: `./lab up ${words} brings one up`,
    });
  }
  const { docker } = await openRunningSession(context);
  const port = createContainerPort(docker);
  for (const { id } of up.stage.servers.find((server) => server.name === name)!.containers)
    await (step.start === undefined ? port.stop(id) : port.start(id));
  return true;
}
