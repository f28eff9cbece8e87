import { curlFrom, enter, logsOf } from "../docker/shell.ts";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import { curlWords, readsStdin } from "./curl-words.ts";
import { chooseLive, serviceNamed } from "./live-stages.ts";
import { readOwners } from "./run-folder.ts";
import { type AppContext, openRunningSession } from "./session.ts";

async function placeOf(context: AppContext, asked: string | undefined) {
  const { run, stage } = chooseLive(context.root, asked);
  const { docker, access } = await openRunningSession(context);
  return { run, place: { docker, access, stage, signal: context.signal } };
}

/** A shell, or a command, in a server of a stage that is up; answers with its exit code. */
export async function shellIn(
  context: AppContext,
  words: {
    server: string;
    command: readonly string[];
    run?: string | undefined;
    terminal: boolean;
    /** Whether stdin is for the command; a shell of its own always gets it. */
    input: boolean;
  },
): Promise<number> {
  const { place } = await placeOf(context, words.run);
  return enter(place, serviceNamed(place.stage, words.server), words.command, {
    terminal: words.terminal,
    input: words.input || words.command.length === 0,
  });
}

/** The logs of a server of a stage that is up. */
export async function showLogs(
  context: AppContext,
  words: { server: string; tail: string; follow: boolean; run?: string | undefined },
): Promise<number> {
  if (!/^(all|\d{1,6})$/.test(words.tail)) {
    throw new LabError("usage", `--tail ${words.tail} is no number of lines`, {
      next: "such as --tail 50, or all",
    });
  }
  const { place } = await placeOf(context, words.run);
  return logsOf(place, serviceNamed(place.stage, words.server), words);
}

/** A request as a user of the stage makes it; answers with curl's exit code. */
export async function curlStage(
  context: AppContext,
  { words, run: asked }: { words: readonly string[]; run?: string | undefined },
): Promise<number> {
  const { run, place } = await placeOf(context, asked);
  const image = readOwners(context.root).get(run)?.helperImages?.tools;
  if (!image) {
    throw new LabError("environment", `the run ${run} has no image with curl`, {
      next: "./lab images build tools, then bring the stage up again",
    });
  }
  const marks = {
    [labels.run]: run,
    [labels.home]: context.root,
    [labels.role]: `client-${place.stage.alias}`,
  };
  return curlFrom(place, curlWords(words, place.stage), {
    image,
    labels: marks,
    input: readsStdin(words),
  });
}
