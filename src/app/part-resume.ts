import type { HostFingerprint } from "../model/event.ts";
import type { Unsound, UnsoundCode } from "../model/measurement.ts";
import type { RunOutcome } from "../run/run-plan.ts";

/** What a part was measured on: figures are taken again only when all of it is as it was. */
export interface PartIdentity {
  /** Hash of the stage's resolved files. */
  stage: string;
  /** Image name -> id. */
  images: Record<string, string>;
  host: HostFingerprint;
}

/** Why some of a part's figures cannot be trusted. */
export type Doubt = Pick<Unsound, "code" | "capacityOnly" | "phases">;

/** What the folder of a part's run tells. */
export interface PartRecord {
  /** Absent when measurements.json is missing or not whole. */
  unsound?: readonly Doubt[];
  outcome?: RunOutcome;
}

/**
 * Accidents of one measurement, which may not come again. The other reasons (machines that do not fit, a stage
 * that cannot bear the load) would come again and again: measuring such a part anew says nothing new.
 */
const accidents: readonly UnsoundCode[] = [
  "aborted",
  "generator-late",
  "generator-busy",
  "host-busy",
  "clock-step",
  "fault-did-not-bite",
  "fault-not-healed",
];

/** True when a part that was spoiled so is worth measuring again. */
export function isAccident({ code }: Pick<Doubt, "code">): boolean {
  return accidents.includes(code);
}

export type PartDecision = { take: true } | { take: false; why: string };

const notTaken = (why: string): PartDecision => ({ take: false, why });

const entries = (map: object): string => JSON.stringify(Object.entries(map).sort());

/** Whether a part that is on record counts as finished, or why it is measured (again): `spoils` says what spoils it. */
export function decidePart(
  known: { identity: PartIdentity; record: PartRecord } | undefined,
  now: PartIdentity,
  spoils: (doubt: Doubt) => boolean = isAccident,
): PartDecision {
  if (!known) return notTaken("not measured yet");
  const { identity, record } = known;
  if (record.outcome !== "done") return notTaken("its run did not come to its end");
  if (!record.unsound) return notTaken("its measurements are missing or damaged");
  const accident = record.unsound.find(spoils);
  if (accident) return notTaken(`its measurement was not sound (${accident.code})`);
  if (identity.stage !== now.stage) return notTaken("the stage's files changed");
  if (entries(identity.images) !== entries(now.images)) return notTaken("its images changed");
  if (entries(identity.host) !== entries(now.host))
    return notTaken("it was measured on another machine or engine");
  return { take: true };
}

/** True when two parts may stand beside each other: the same host, and the same image wherever both use one. */
export function comparable(a: PartIdentity, b: PartIdentity): boolean {
  const sameImages = Object.entries(a.images).every(([name, id]) => (b.images[name] ?? id) === id);
  return sameImages && entries(a.host) === entries(b.host);
}
