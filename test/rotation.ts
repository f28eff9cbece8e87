import { execFileSync } from "node:child_process";
import { root } from "./lab.ts";

const asked = process.env.STAGECRAFT_ROTATION;
const seed = Number(asked ?? Math.floor(Date.now() / 86_400_000));

function changedFiles(): string[] {
  try {
    const list = ["diff", "--name-only", "HEAD~1"];
    return execFileSync("git", list, {
      cwd: root,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).split("\n");
  } catch {
    return []; // no history: the seed decides alone
  }
}

/**
 * Which of a group of long tests run this time. They take turns, by a seed that is printed (STAGECRAFT_ROTATION; `all`
 * for every one). Those whose files the last change touches run out of turn, but not more than `atMost` of them: a
 * change that touches everything would make the suite too long.
 */
export function turns(group: Readonly<Record<string, RegExp>>, atMost = 2): string[] {
  const names = Object.keys(group);
  if (asked === "all") return names;
  const changed = changedFiles();
  const touched = names.filter((name) => changed.some((file) => group[name]!.test(file)));
  const candidates = touched.length > 0 ? touched : names;
  const count = Math.min(candidates.length, touched.length > 0 ? atMost : 1);
  const chosen = Array.from({ length: count }, (_, at) => candidates[(seed + at) % candidates.length]!);
  console.log(`STAGECRAFT_ROTATION=${seed}: of ${names.join(", ")} it is the turn of ${chosen.join(", ")}`);
  return chosen;
}

/** Stages that keep data: each comes up for minutes. */
export const dataStages = {
  replication: /^(compose\/replication|test\/replication)/,
  backup: /^(compose\/backup|test\/backup)/,
  cache: /^(compose\/cache|test\/cache|sample-app\/src\/(redis|store\/cache))/,
  queue: /^(compose\/queue|test\/queue|sample-app\/src\/(jobs|messages))/,
  cqrs: /^(compose\/cqrs|test\/cqrs|sample-app\/src\/(events|search|processes))/,
};

/** Those that measure for minutes: a series and a grid that go on where they were stopped, a learner's lab, an author's. */
export const wholeMeasurements = {
  bench: /^src\/(app|plan|compare)\/(bench|part|series)/,
  matrix: /^src\/(app|plan|compare|model)\/(matrix|part|series)/,
  walk: /^(src\/(guide|app\/guide|cli\/walk)|test\/(walk|terminal))/,
  authoring: /^(docs\/authoring|test\/authoring|src\/app\/new-lab)/,
};
