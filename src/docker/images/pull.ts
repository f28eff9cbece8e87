import { setTimeout as sleep } from "node:timers/promises";
import type Docker from "dockerode";
import { LabError } from "../../model/errors.ts";
import type { Say } from "../../model/progress.ts";
import { asking, statusOf } from "../access.ts";
import { errorIn, eventsOf } from "./engine-events.ts";
import { look } from "./look.ts";
import { classifyPull, failureOf, type PullFailure, type PullTarget } from "./pull-failure.ts";
import { refusePlatform } from "./pull-platform.ts";
import { createPullProgress } from "./pull-progress.ts";
import { createPullWatch, type PullWatch } from "./pull-watch.ts";
import { askLimitEnd } from "./rate-limit.ts";
import { withTag } from "./reference.ts";

const sayEveryMs = 3000;
const attempts = 3;

export interface PullOptions {
  say: Say;
  signal: AbortSignal;
  /** A registry that sends nothing for so long is given up. */
  silenceMs?: number;
}

/** The engine's own words in what it refused with; anything else that was thrown is no word about the pull. */
function refusal(thrown: unknown): string {
  if (!(thrown instanceof LabError) || statusOf(thrown) === undefined) throw thrown;
  return (thrown.cause as Error).message.replace(/^\(HTTP code \d+\) [^-]*- /, "");
}

interface Attempt {
  docker: Docker;
  target: PullTarget;
  say: Say;
  watch: PullWatch;
}

/** One order to the engine, to its end; resolves with the engine's words when it fails. */
async function order({ docker, target, say, watch }: Attempt): Promise<string | undefined> {
  const progress = createPullProgress();
  const began = Date.now();
  let saidAt = began;
  const stream = await docker.pull(withTag(target.reference), { abortSignal: watch.signal });
  for await (const event of eventsOf(stream)) {
    const error = errorIn(event);
    if (error !== undefined) return error;
    const news = progress.event(event);
    watch.heard(news, progress.owed());
    if (news === "cut") say("the connection was cut: the engine goes on where it stopped, in some seconds");
    if (Date.now() - saidAt < sayEveryMs || progress.text() === "") continue;
    saidAt = Date.now();
    say(progress.text());
  }
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  say(`done in ${seconds} s${progress.text() === "" ? "" : ` (${progress.text()})`}`);
  return undefined;
}

/** Orders until the image is here, or the reason is not a cut connection. */
async function insist(attempt: Attempt): Promise<PullFailure | undefined> {
  for (let count = 1; ; count++) {
    const text = await asking(order(attempt)).catch((thrown) => {
      attempt.watch.signal.throwIfAborted();
      return refusal(thrown);
    });
    if (text === undefined) return undefined;
    const failure = classifyPull(text, attempt.target);
    if (failure.kind !== "cut" || count === attempts) return failure;
    attempt.say(`the connection was cut: trying again (${count + 1} of ${attempts})`);
    await sleep(1000 * count, undefined, { signal: attempt.watch.signal });
  }
}

function givenUp(watch: PullWatch, target: PullTarget): PullFailure | undefined {
  const gone = watch.gaveUp();
  if (!gone) return undefined;
  const nothing = `nothing came for ${gone.seconds} s`;
  if (gone.whom === "engine")
    return failureOf("other", target, `the engine does not get on with unpacking (${nothing})`);
  return failureOf(gone.whom === "cut" ? "cut" : "silence", target, nothing);
}

/**
 * Pulls an image; resolves with why not, or undefined when it is here and fits the engine. What a failed pull has
 * left at the engine is gone then. Rejects when it is stopped, and with LabError `engine` when the engine is away.
 */
export async function pull(
  docker: Docker,
  target: PullTarget,
  { say, signal, silenceMs = 25_000 }: PullOptions,
): Promise<PullFailure | undefined> {
  signal.throwIfAborted();
  const { reference } = target;
  const before = await look(docker, reference);
  const watch = createPullWatch(silenceMs, signal);
  say(`pulling ${reference}`);
  const sayMore: Say = (line) => say(`pulling ${reference}: ${line}`);
  try {
    const failure = await insist({ docker, target, say: sayMore, watch });
    if (!failure) return await refusePlatform(docker, target, before);
    if (failure.kind !== "rate-limit" || failure.waitS !== undefined) return failure;
    return failureOf("rate-limit", target, "", await askLimitEnd(reference, signal));
  } catch (thrown) {
    // stopped at the very end, a pull may have come through all the same
    if (signal.aborted && (await look(docker, reference))) await refusePlatform(docker, target, before);
    signal.throwIfAborted();
    const failure = givenUp(watch, target);
    if (failure) return failure;
    throw thrown;
  } finally {
    watch.end();
  }
}
