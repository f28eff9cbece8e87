import { randomInt } from "node:crypto";
import { faultOf, paramsOf } from "../faults/registry.ts";
import { LabError } from "../model/errors.ts";
import { faultKind, faultKinds } from "../model/fault.ts";
import { choose } from "../model/nearest.ts";
import type { RunningServer, RunningStage } from "../model/stage.ts";
import { type PlannedStrike, planStorm, recoveryGapMs, type StormKind } from "../plan/storm.ts";
import { fits, isDrawn } from "../plan/storm-draw.ts";
import { checkRadius, withScheduled } from "../plan/storm-schedule.ts";

/** A storm as somebody wants it; kinds, servers and parameters not yet checked. */
export interface StormWish {
  run?: string;
  /** Without one a new one is drawn. */
  seed?: string;
  forMs?: number;
  everyMs?: number;
  /** Servers that may be broken. */
  within?: readonly string[];
  kinds?: readonly StormKind[];
  /** Servers that may be broken at the same time. */
  atMost: number;
  /** Faults at given times; without a seed there are no others. */
  scheduled: readonly PlannedStrike[];
}

/** What a storm will do, decided before anything is touched. */
export interface StormSchedule {
  /** Null when nothing was drawn. */
  seed: string | null;
  forMs: number;
  strikes: PlannedStrike[];
  /** What was not drawn, and why. */
  leftOut: string[];
}

export const stormDefaults = { forMs: 120_000, everyMs: 15_000, atMost: 1 };

const longestMs = 1_800_000;
/** What a service may take to recover before the storm is stopped. */
export const recoverWithinMs = 30_000;

/** A storm of a stage that is up. Throws LabError `usage` or `environment` for what cannot be had. */
export function scheduleStorm(
  stage: Pick<RunningStage, "alias" | "servers">,
  wish: StormWish,
  impossible: (kind: string) => string | undefined,
): StormSchedule {
  const drawing = wish.seed !== undefined || wish.scheduled.length === 0;
  const within = wish.within?.map((name) => serverOf(stage, name, "--within").name);
  for (const strike of wish.scheduled) checkScheduled(stage, strike, within, impossible);
  const radius = radiusOf(stage, within, drawing);
  checkAtMost(
    [...new Set([...radius.map((server) => server.name), ...wish.scheduled.map((one) => one.target)])],
    wish.atMost,
  );
  checkRadius(wish.scheduled, wish.atMost);
  const forMs = lengthOf(wish, drawing);
  if (!drawing) return { seed: null, forMs, strikes: withScheduled(wish.scheduled, []), leftOut: [] };
  const seed = wish.seed ?? String(randomInt(1, 1_000_000));
  const { kinds, leftOut } = kindsFor(radius, wish.kinds, impossible);
  const drawn = planStorm({
    seed,
    forMs,
    targets: radius,
    kinds,
    atMost: wish.atMost,
    everyMs: wish.everyMs ?? stormDefaults.everyMs,
  });
  return { seed, forMs, strikes: withScheduled(wish.scheduled, drawn), leftOut };
}

function serverOf(
  stage: Pick<RunningStage, "alias" | "servers">,
  name: string,
  where: string,
): RunningServer {
  const found = stage.servers.find((server) => server.name === name);
  if (found) return found;
  const names = stage.servers.map((server) => server.name);
  throw new LabError("usage", `${where}: no server of stage ${stage.alias} is called ${name}`, {
    next: choose(name, names, "servers"),
  });
}

/** The servers that may be struck; by default those whose loss another one can make up for. */
function radiusOf(
  stage: Pick<RunningStage, "alias" | "servers">,
  within: readonly string[] | undefined,
  drawing: boolean,
): RunningServer[] {
  if (within) return stage.servers.filter((server) => within.includes(server.name));
  if (!drawing) return stage.servers;
  const peers = stage.servers.filter((server) => server.role === "app");
  if (peers.length >= 2) return peers;
  const names = stage.servers.map((server) => server.name).join(", ");
  throw new LabError("usage", `stage ${stage.alias} has no app servers that stand in for each other`, {
    next: `say with --within which servers may be broken: ${names}`,
  });
}

function checkAtMost(radius: readonly string[], atMost: number): void {
  const most = Math.max(1, radius.length - 1);
  if (Number.isInteger(atMost) && atMost >= 1 && atMost <= most) return;
  throw new LabError(
    "usage",
    `--at-most ${atMost}: of ${radius.length} servers 1 to ${most} may be broken at once`,
    {
      next: `the servers are ${radius.join(", ")}; at least one of several stays whole`,
    },
  );
}

function checkKind(kind: string, params: Readonly<Record<string, string>>): void {
  faultOf(kind);
  if (faultKind(kind)?.stepOnly) {
    throw new LabError("usage", `${kind} is part of a lab's steps: it cannot be had by hand`, {
      next: "./lab faults",
    });
  }
  paramsOf(kind, params);
}

function checkScheduled(
  stage: Pick<RunningStage, "alias" | "servers">,
  { kind, target, params }: PlannedStrike,
  within: readonly string[] | undefined,
  impossible: (kind: string) => string | undefined,
): void {
  checkKind(kind, params);
  serverOf(stage, target, "--at");
  if (within && !within.includes(target)) {
    throw new LabError("usage", `--at strikes ${target}, which is not within the blast radius`, {
      next: `name it as well: --within ${[...within, target].join(",")}`,
    });
  }
  const reason = impossible(kind);
  if (reason !== undefined)
    throw new LabError("environment", reason, { next: "./lab faults shows which can be had" });
}

/** Milliseconds that the storm lasts at most. */
function lengthOf({ forMs, scheduled }: StormWish, drawing: boolean): number {
  const last = Math.max(0, ...scheduled.map((one) => one.atMs + one.forMs));
  if (forMs !== undefined && forMs < last) {
    throw new LabError("usage", `a fault lasts until ${last / 1000}s, and the storm only ${forMs / 1000}s`, {
      next: `--for ${Math.ceil(last / 1000)}s, or an earlier --at`,
    });
  }
  // a wave that waits for the recovery before it comes late, and there is room for that
  const needed = last + recoverWithinMs;
  const length = forMs ?? (drawing ? Math.max(stormDefaults.forMs, last + recoveryGapMs) : needed);
  if (length <= longestMs) return length;
  throw new LabError("usage", `a storm of ${length / 1000}s is too long`, {
    next: `${longestMs / 60_000}m at most`,
  });
}

/** The kinds that can be drawn for these servers, and what was left out of those that were named, or for want of abilities. */
function kindsFor(
  radius: readonly RunningServer[],
  named: readonly StormKind[] | undefined,
  impossible: (kind: string) => string | undefined,
): { kinds: StormKind[]; leftOut: string[] } {
  for (const one of named ?? []) checkKind(one.kind, one.params ?? {});
  const wanted: readonly StormKind[] =
    named ?? faultKinds.filter((kind) => isDrawn(kind.name)).map(({ name }) => ({ kind: name }));
  const leftOut: string[] = [];
  const kinds = wanted.filter(({ kind }) => {
    if (!radius.some((server) => fits(faultKind(kind)!, server))) {
      if (named)
        leftOut.push(`${kind} is left out: it fits none of ${radius.map((one) => one.name).join(", ")}`);
      return false;
    }
    const reason = impossible(kind);
    if (reason !== undefined) leftOut.push(`${kind} is left out: ${reason}`);
    return reason === undefined;
  });
  if (kinds.length > 0) return { kinds, leftOut };
  throw new LabError("usage", "no fault is left to draw", {
    problems: leftOut.map((what) => ({ what })),
    next: "name others with --faults, or other servers with --within; ./lab faults lists the kinds",
  });
}
