import type { Measurements } from "../model/measurement.ts";
import type { BenchIndex, IndexedPart } from "./bench-index.ts";
import { comparable, type PartRecord } from "./part-resume.ts";

/** A stage as it is now. */
export interface BenchSide {
  stage: string;
  /** Hash of its resolved files. */
  hash: string;
}

type Whole = IndexedPart & { measurements: Measurements };

export type Found = { key: string; parts: Whole[] } | { reason: string };

/**
 * The latest bench that measured both stages as they are now, on the same host and with the same images; or why
 * there is none. `read` tells what is in the folder of a part's run.
 */
export function latestWithBoth(
  indexes: readonly BenchIndex[],
  sides: readonly [BenchSide, BenchSide],
  read: (run: string) => PartRecord & { measurements?: Measurements },
): Found {
  const names = sides.map(({ stage }) => stage);
  const candidates = indexes
    .map(({ key, parts }) => ({ key, parts: parts.filter(({ stage }) => names.includes(stage)) }))
    .map(({ key, parts }) => ({ key, parts: wholeParts(parts, read) }));
  const both = candidates.filter(({ parts }) => hasBoth(parts, names));
  const current = both
    .map(({ key, parts }) => ({ key, parts: alike(parts.filter((part) => isCurrent(part, sides))) }))
    .filter(({ parts }) => hasBoth(parts, names))
    .sort((x, y) => newest(y.parts) - newest(x.parts));
  if (current[0]) return current[0];
  if (both.length > 0) {
    return {
      reason: `${names.join(" and ")} were measured, but the stages' files, the images or the machine changed since`,
    };
  }
  return { reason: `no bench has measured both ${names.join(" and ")}` };
}

function wholeParts(
  parts: readonly IndexedPart[],
  read: (run: string) => PartRecord & { measurements?: Measurements },
): Whole[] {
  return parts.flatMap((part) => {
    const { outcome, measurements } = read(part.run);
    return outcome === "done" && measurements ? [{ ...part, measurements }] : [];
  });
}

const hasBoth = (parts: readonly IndexedPart[], names: readonly string[]): boolean =>
  names.every((name) => parts.some(({ stage }) => stage === name));

const isCurrent = ({ stage, identity }: IndexedPart, sides: readonly BenchSide[]): boolean =>
  sides.some((side) => side.stage === stage && side.hash === identity.stage);

const newest = (parts: readonly IndexedPart[]): number => Math.max(...parts.map(({ at }) => at));

/** Those that may stand beside the newest of them. */
function alike(parts: readonly Whole[]): Whole[] {
  const last = parts.find(({ at }) => at === newest(parts));
  return last ? parts.filter((part) => comparable(part.identity, last.identity)) : [];
}
