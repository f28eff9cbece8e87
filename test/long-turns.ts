import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";

const root = dirname(import.meta.dirname);
// without it the machines' kernel, system and disk are made first
const machinesThere = existsSync(
  join(process.env.STAGECRAFT_HOME ?? "/var/lib/stagecraft", "machines", "base.img"),
);

export interface LongFile {
  /** Without `.long.test.ts`. */
  file: string;
  /** That it takes on two quiet cores. */
  minutes: number;
  always?: true;
  /** The sources that it is about. */
  touches?: RegExp;
}

/** What runs `always` comes first; the rest takes turns. */
export const longFiles: readonly LongFile[] = [
  { file: "test/fresh-clone", minutes: 5, always: true },
  { file: "test/labs", minutes: 5, always: true },
  { file: "test/clean", minutes: 3.5, always: true },
  { file: "test/stages", minutes: 2, touches: /^src\/(docker\/stage|app\/up|cli\/(up|down))/ },
  { file: "test/by-hand", minutes: 3.5, touches: /^compose\// },
  {
    file: "test/slow-engine",
    minutes: 1.5,
    touches: /^src\/(docker\/(health|start-watch|speed)|.*patience)/,
  },
  { file: "test/engine-lost", minutes: 1, touches: /^src\/docker\/engine\// },
  { file: "test/engine-restart", minutes: 1, touches: /^src\/(docker\/engine|faults)\// },
  {
    file: "test/machines/machines",
    minutes: machinesThere ? 6.5 : 18,
    touches: /^(src\/docker\/(quota|engine)|test\/machines)\//,
  },
  { file: "src/faults/kinds/engine-kinds", minutes: 3, touches: /^src\/faults\/(machine|kinds)\// },
  { file: "src/faults/kinds/service-kinds", minutes: 2, touches: /^src\/faults\/(database|kinds)\// },
  { file: "src/faults/network/network", minutes: 3, touches: /^src\/faults\/(network|undo)\// },
  { file: "test/heal", minutes: 4, touches: /^src\/faults\// },
  { file: "test/break", minutes: 2.5, touches: /^src\/(app|cli)\/break/ },
  { file: "test/break-together", minutes: 1, touches: /^src\/(app|cli)\/break/ },
  { file: "test/storm", minutes: 2, touches: /^src\/(app|cli|plan)\/storm/ },
  { file: "test/report-page", minutes: 1, touches: /^src\/(report|text)\// },
  { file: "test/bench-verb", minutes: 1.5, touches: /^src\/(app|cli|compare)\/(bench|diff)/ },
  { file: "test/bench", minutes: 9.5, touches: /^src\/(app|plan|compare)\/(bench|part|series)/ },
  { file: "test/matrix", minutes: 5, touches: /^src\/(app|plan|compare|model)\/(matrix|part|series)/ },
  { file: "test/walk", minutes: 5, touches: /^(src\/(guide|app\/guide|cli\/walk)|test\/(walk|terminal))/ },
  { file: "test/authoring-lab", minutes: 4, touches: /^(docs\/authoring|test\/authoring|src\/app\/new-lab)/ },
  { file: "test/lb-pair", minutes: 1, touches: /^compose\/lb-pair/ },
  { file: "test/replication", minutes: 2, touches: /^compose\/replication/ },
  { file: "test/backup", minutes: 2, touches: /^compose\/backup/ },
  { file: "test/cache", minutes: 2, touches: /^(compose\/cache|sample-app\/src\/(redis|store\/cache))/ },
  { file: "test/queue", minutes: 2, touches: /^(compose\/queue|sample-app\/src\/(jobs|messages))/ },
  { file: "test/cqrs", minutes: 2, touches: /^(compose\/cqrs|sample-app\/src\/(events|search|processes))/ },
];

/**
 * What fits into so many minutes: `always`, then what the change touches, then the others, each group from a place that
 * the seed gives. A file that does not fit any more lets a shorter one pass.
 */
export function chooseFiles(
  files: readonly LongFile[],
  { seed, changed, minutes }: { seed: number; changed: readonly string[]; minutes: number },
): LongFile[] {
  const touched = ({ file, touches }: LongFile) =>
    changed.some((path) => touches?.test(path) || path.startsWith(`${file}.`));
  const fromSeed = (group: LongFile[]) => group.map((_, at) => group[(seed + at) % group.length]!);
  const always = files.filter((one) => one.always);
  const others = files.filter((one) => !one.always);
  const turns = [...fromSeed(others.filter(touched)), ...fromSeed(others.filter((one) => !touched(one)))];
  let left = minutes - always.reduce((sum, one) => sum + one.minutes, 0);
  const fitting = turns.filter((one) => {
    if (one.minutes > left) return false;
    left -= one.minutes;
    return true;
  });
  return [...always, ...fitting];
}

/** Files that the last half day of commits touches, and what is not committed: a change is seldom one commit. */
export function changedFiles(): string[] {
  const git = (...args: string[]) =>
    execFileSync("git", args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  try {
    const halfDayBefore = Number(git("log", "-1", "--format=%ct")) - 12 * 3600;
    const before = git("rev-list", "-1", `--before=${halfDayBefore}`, "HEAD");
    return git("diff", "--name-only", before === "" ? "HEAD~1" : before).split("\n");
  } catch {
    return []; // no history: the seed decides alone
  }
}

const rotation = process.env.STAGECRAFT_ROTATION;
/** STAGECRAFT_ROTATION=all: no turns, everything. */
export const everyTurn = rotation === "all";
/** STAGECRAFT_ROTATION, else of the day. */
export const rotationSeed = Number(everyTurn ? 0 : (rotation ?? Math.floor(Date.now() / 86_400_000)));

/** The files of a run that may take so many minutes; says which, and which not. */
export function longTurns(minutes: number): string[] {
  const changed = changedFiles();
  const chosen = everyTurn
    ? [...longFiles]
    : chooseFiles(longFiles, { seed: rotationSeed, changed, minutes });
  const others = longFiles.filter((one) => !chosen.includes(one));
  const named = (files: LongFile[]) => files.map((one) => `${one.file} (${one.minutes} min)`).join(", ");
  console.error(`STAGECRAFT_ROTATION=${everyTurn ? "all" : rotationSeed}: now ${named(chosen)}`);
  if (others.length > 0) console.error(`  another time: ${named(others)}`);
  return chosen.map(({ file }) => `${file}.long.test.ts`);
}
