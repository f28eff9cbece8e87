import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { readLab } from "../read-lab.ts";
import { type Case, tells } from "../testing/bad-lab.ts";
import { goodLab, type TestProject, testProject } from "../testing/project.ts";

const visitor = "visitor: [{get: /}, {think: 300ms}, {get: /feed}]";
const withSteps = (steps: string): [string, string] => [visitor, `visitor: [${steps}]`];
const open = "open: {rate: 60/s}";

const cases: Case[] = [
  {
    name: "an upload without a place for its id",
    change: withSteps("{upload: /uploads/one.png, bytes: 20KiB}"),
    at: "/uploads/one",
    what: "an upload's path has an {id} and ends in .png or .gif",
  },
  {
    name: "an upload that is no image",
    change: withSteps('{upload: "/uploads/{id}.exe", bytes: 20KiB}'),
    at: '"/uploads/{id}',
    what: "an upload's path has an {id} and ends in .png or .gif",
  },
  {
    name: "an upload without a size",
    change: withSteps('{upload: "/uploads/{id}.png"}'),
    at: '{upload: "/u',
    what: '"bytes" is missing',
  },
  {
    name: "a size without unit",
    change: withSteps('{upload: "/uploads/{id}.png", bytes: 20}'),
    at: "20}]",
    what: '"bytes" is no size: write it as 500B, 20KiB or 2MiB',
  },
  {
    name: "an image too small to be one",
    change: withSteps('{upload: "/uploads/{id}.png", bytes: 10B}'),
    at: "10B",
    what: "an image has from 100B to 16MiB",
  },
  {
    name: "an image larger than any server takes",
    change: withSteps('{upload: "/uploads/{id}.png", bytes: 17MiB}'),
    at: "17MiB",
    what: "an image has from 100B to 16MiB",
  },
  {
    name: "one ledger for posts and uploads",
    change: withSteps('{login: any}, {upload: "/uploads/{id}.png", bytes: 1KiB, ledger: posts}'),
    at: "posts}]",
    what: 'posts are entered in the ledger "posts", too',
    next: "give uploads their own",
  },
  {
    name: "an upload that is read back from another ledger",
    change: withSteps('{upload: "/u/{id}.png", bytes: 1KiB, ledger: a}, {read: "/u/{id}.png", ledger: b}'),
    at: "{read:",
    what: 'nothing is written to the ledger "b" before it is read back',
  },
  {
    name: "a number that is drawn from nobody knows how many",
    change: withSteps('{get: "/uploads/seed-{n}.png"}'),
    at: '"/uploads/seed',
    what: "{n} is drawn from how many?",
  },
  {
    name: "a number that is drawn for nothing",
    change: withSteps("{get: /feed, among: 50}"),
    at: "among",
    what: "nothing is drawn: the path has no {n}",
  },
  {
    name: "unknown addresses",
    change: [open, "open: {rate: 60/s, addresses: second}"],
    at: "second",
    what: '"addresses" needs "first" or "all", not "second"',
  },
  {
    name: "unknown connections",
    change: [open, "open: {rate: 60/s, connections: pooled}"],
    at: "pooled",
    what: '"connections" needs "shared" or "per-user", not "pooled"',
  },
  {
    name: "keepAlive that is no yes or no",
    change: [open, "open: {rate: 60/s, keepAlive: sometimes}"],
    at: "sometimes",
    what: '"keepAlive" needs',
  },
  {
    name: "names asked for without end",
    change: [open, "open: {rate: 60/s, dnsTtl: 0s}"],
    at: "0s}",
    what: "no client asks for a name more often than every 10ms",
  },
];

tells("loads and journeys: tells", cases);

describe("a load", () => {
  let project: TestProject;
  beforeEach(() => {
    project = testProject();
  });
  afterEach(() => project.remove());

  it("is read with all that was said of it", () => {
    const steps =
      '{login: any}, {upload: "/uploads/{id}.png", bytes: 1.5KiB, ledger: images}, ' +
      '{read: "/uploads/{id}.png", ledger: images}, {get: "/uploads/seed-{n}.png?w=80", among: 50}';
    const text = goodLab
      .replace(...withSteps(steps))
      .replace(
        open,
        "open: {rate: 60/s, connections: shared, keepAlive: false, addresses: all, dnsTtl: 500ms}",
      );
    project.write("labs/04-two/lab.yaml", text);
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
    expect(read.lab.loads[0]).toMatchObject({
      kind: "open",
      ratePerS: 60,
      connections: "shared",
      keepAlive: false,
      addresses: "all",
      dnsTtlMs: 500,
    });
    expect(read.lab.journeys[0]?.steps).toEqual([
      { kind: "login", user: "any" },
      { kind: "upload", path: "/uploads/{id}.png", bytes: 1536, ledger: "images" },
      { kind: "read", path: "/uploads/{id}.png", ledger: "images" },
      { kind: "get", path: "/uploads/seed-{n}.png?w=80", among: 50 },
    ]);
  });

  it("says nothing of connections unless the lab does", () => {
    const read = readLab(project.labFile);
    if ("problems" in read) throw new Error(JSON.stringify(read.problems, null, 1));
    const keys = ["kind", "name", "ratePerS", "arrivals", "mix"];
    expect(Object.keys(read.lab.loads[0]!)).toEqual(keys);
  });
});
