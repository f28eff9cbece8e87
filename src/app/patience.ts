import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { asking } from "../docker/access.ts";
import { measureSlowness } from "../docker/speed.ts";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import { setPatience } from "../model/patience.ts";
import { cpuSpeed } from "./cpu-speed.ts";
import { runsDir } from "./run-folder.ts";
import type { AppContext, Session } from "./session.ts";

interface Measured {
  /** The engine that it was measured at. */
  key: string;
  at: number;
  slowness: number;
}

const fileName = "speed.json";
/** A machine may have been busy at that moment. */
const validForMs = 3_600_000;
/** Waits have some room by themselves. */
const unnoticed = 1.4;
const margin = 1.5;
const most = 60;

/** STAGECRAFT_PATIENCE: a number from 1 to 1000; undefined when unset. Throws `usage`. */
export function patienceWish(env: NodeJS.ProcessEnv): number | undefined {
  const text = env.STAGECRAFT_PATIENCE?.trim();
  if (!text) return undefined;
  const times = Number(text);
  if (times >= 1 && times <= 1000) return times;
  throw new LabError("usage", `STAGECRAFT_PATIENCE is "${text}"`, {
    next: "set it to how many times as long to wait, such as 4, or unset it",
  });
}

/** How patient to be with a machine so many times slower than the one our waits were written for. */
export function patienceFor(slowness: number): number {
  if (!(slowness > unnoticed)) return 1;
  return Math.min(most, Math.round(slowness * margin * 10) / 10);
}

function read(file: string): Measured | undefined {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Measured;
  } catch {
    return undefined;
  }
}

/** What an earlier call found out, for who has no time to measure: a healer, a keeper. Never throws. */
export function recallPatience({ root, env }: Pick<AppContext, "root" | "env">): void {
  try {
    const wish = patienceWish(env);
    const slowness = read(join(runsDir(root), fileName))?.slowness ?? 1;
    setPatience(wish ?? patienceFor(slowness / cpuSpeed(env)));
  } catch {
    setPatience(1); // whoever gave the wrong word is told by the call that measures
  }
}

/** How many times slower than usual containers compute here; measured once an hour, in about half a second. */
export async function slownessHere(
  { root }: Pick<AppContext, "root">,
  session: Pick<Session, "docker">,
  toolsImage: string,
): Promise<number> {
  const file = join(runsDir(root), fileName);
  const key = (await asking(session.docker.info())).ID as string;
  const known = read(file);
  if (known?.key === key && Date.now() - known.at < validForMs) return known.slowness;
  const slowness = await measureSlowness(session.docker, toolsImage, {
    [labels.run]: "probe",
    [labels.home]: root,
    [labels.role]: "probe",
  });
  mkdirSync(runsDir(root), { recursive: true });
  writeFileSync(file, `${JSON.stringify({ key, at: Date.now(), slowness } satisfies Measured)}\n`);
  return slowness;
}

/**
 * Makes this process as patient as the machine asks for: by STAGECRAFT_PATIENCE, else by what containers compute.
 */
export async function adaptPatience(
  context: Pick<AppContext, "root" | "env" | "say">,
  session: Pick<Session, "docker">,
  toolsImage: string | undefined,
): Promise<void> {
  const wish = patienceWish(context.env);
  if (wish !== undefined || toolsImage === undefined) {
    setPatience(wish ?? 1);
    return;
  }
  const slowness = await slownessHere(context, session, toolsImage);
  // servers with half of their cores take twice as long to start
  const times = patienceFor(slowness / cpuSpeed(context.env));
  setPatience(times);
  if (times > 1) {
    const slower = slowness.toFixed(1);
    context.say(
      `this machine computes about ${slower} times slower than usual: every wait for a start may take ${times} times as long`,
    );
  }
}
