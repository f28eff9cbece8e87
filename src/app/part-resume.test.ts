import { describe, expect, test } from "vitest";
import type { Measurements } from "../model/measurement.ts";
import { someHost } from "../model/testing/host.ts";
import type { BenchIndex, IndexedPart } from "./bench-index.ts";
import { latestWithBoth } from "./diff-bench.ts";
import { decidePart, type PartIdentity, type PartRecord } from "./part-resume.ts";

const identity: PartIdentity = {
  stage: "hash",
  images: { app: "sha256:1", node: "sha256:2" },
  host: someHost,
};
const finished: PartRecord = { outcome: "done", unsound: [] };

describe("a part on record", () => {
  test("that is finished and unchanged is taken", () => {
    expect(decidePart({ identity, record: finished }, structuredClone(identity))).toEqual({ take: true });
  });

  test("is taken whatever the order in which its images were noted", () => {
    const turned = { ...identity, images: { node: "sha256:2", app: "sha256:1" } };
    expect(decidePart({ identity: turned, record: finished }, identity)).toEqual({ take: true });
  });

  test.each<[string, { identity: PartIdentity; record: PartRecord } | undefined]>([
    ["never measured", undefined],
    ["killed before its end", { identity, record: { unsound: [] } }],
    ["interrupted", { identity, record: { ...finished, outcome: "interrupted" } }],
    ["without whole measurements", { identity, record: { outcome: "done" } }],
    ["spoiled by an accident", { identity, record: { ...finished, unsound: [{ code: "generator-late" }] } }],
    ["whose stage did not come up", { identity, record: { ...finished, unsound: [{ code: "aborted" }] } }],
    ["of other stage files", { identity: { ...identity, stage: "other" }, record: finished }],
    [
      "of another image",
      { identity: { ...identity, images: { ...identity.images, app: "sha256:9" } }, record: finished },
    ],
    [
      "of another host",
      { identity: { ...identity, host: { ...identity.host, cores: 4 } }, record: finished },
    ],
  ])("%s is measured again", (_, known) => {
    expect(decidePart(known, identity)).toMatchObject({ take: false, why: expect.any(String) });
  });

  test("whose doubts would come again is not measured for ever", () => {
    const record: PartRecord = {
      ...finished,
      unsound: [{ code: "machines-do-not-fit" }, { code: "stage-unhealthy" }],
    };
    expect(decidePart({ identity, record }, identity)).toEqual({ take: true });
  });
});

describe("the latest bench with both stages", () => {
  const part = (stage: string, at: number, change: Partial<PartIdentity> = {}): IndexedPart => ({
    stage,
    repeat: 0,
    run: `${stage}-${at}`,
    at,
    identity: { ...identity, stage: `hash of ${stage}`, ...change },
  });
  const index = (key: string, ...parts: IndexedPart[]) => ({ key, parts }) as BenchIndex;
  const sides = [
    { stage: "a", hash: "hash of a" },
    { stage: "b", hash: "hash of b" },
  ] as const;
  const measurements = {} as Measurements;
  const whole = () => ({ ...finished, measurements });
  const latest = (indexes: BenchIndex[], read: Parameters<typeof latestWithBoth>[2] = whole) =>
    latestWithBoth(indexes, [...sides], read);

  test("is the one that measured last", () => {
    const found = latest([
      index("old", part("a", 1), part("b", 2)),
      index("new", part("a", 5), part("b", 3), part("c", 9)),
    ]);
    expect(found).toMatchObject({ key: "new" });
    expect("parts" in found && found.parts.map(({ stage }) => stage)).toEqual(["a", "b"]);
  });

  test("has both: one alone says nothing", () => {
    expect(latest([index("half", part("a", 1))])).toEqual({ reason: "no bench has measured both a and b" });
    const cut = latest([index("cut", part("a", 1), part("b", 2))], (run) => (run === "b-2" ? {} : whole()));
    expect(cut).toEqual({ reason: "no bench has measured both a and b" });
  });

  test.each<[string, Partial<PartIdentity>]>([
    ["older stage files", { stage: "was different" }],
    ["another host", { host: { ...identity.host, cores: 8 } }],
    ["another image", { images: { app: "sha256:9" } }],
  ])("does not count parts of %s", (_, change) => {
    const found = latest([index("mixed", part("a", 2), part("b", 1, change))]);
    expect(found).toMatchObject({ reason: expect.stringContaining("changed since") });
  });
});
