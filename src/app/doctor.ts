import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { availableParallelism, freemem, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import { decideEngine } from "../docker/engine/decide.ts";
import { findEngine, homeFor, probeEngine } from "../docker/engine/find.ts";
import type { EngineHandle } from "../docker/engine/handle.ts";
import { missingTools } from "../docker/engine/private/host-tools.ts";
import { listObjects } from "../docker/objects.ts";
import { removeQuotas, setSharedQuota } from "../docker/quota/shared-quota.ts";
import { LabError } from "../model/errors.ts";
import { labels } from "../model/labels.ts";
import { abilitiesHere } from "./abilities-here.ts";
import { isSpared } from "./clean.ts";
import {
  type Check,
  judgeAbilities,
  judgeCores,
  judgeDisk,
  judgeEngine,
  judgeMemory,
  judgePlatform,
  judgeSharedQuota,
  judgeSpeed,
} from "./doctor-checks.ts";
import { listImages } from "./images.ts";
import { patienceFor, patienceWish, slownessHere } from "./patience.ts";
import { readOwners } from "./run-folder.ts";
import { type AppContext, openRunningSession } from "./session.ts";

/** The contract of `doctor --json`; `ok` is false when something needed is missing. */
export interface Diagnosis {
  ok: boolean;
  checks: Check[];
}

/** How much is free where `folder` is, or will be. */
export async function diskCheck(id: string, folder: string): Promise<Check> {
  let existing = resolve(folder);
  while (!existsSync(existing) && dirname(existing) !== existing) existing = dirname(existing);
  const { bavail, bsize } = await statfs(existing);
  return judgeDisk(id, folder, bavail * bsize);
}

function memoryCheck(): Check {
  let available = freemem();
  try {
    // caches count as free only here
    const line = /^MemAvailable:\s+(\d+) kB/m.exec(readFileSync("/proc/meminfo", "utf8"))?.[1];
    if (line) available = Number(line) * 1024;
  } catch {}
  return judgeMemory(Math.floor(available / 2 ** 20), Math.floor(totalmem() / 2 ** 20));
}

function folderCheck(root: string): Check {
  try {
    accessSync(root, constants.W_OK);
    return { id: "project-folder", state: "ok", what: `${root} can be written` };
  } catch {
    const what = `the project folder ${root} cannot be written: runs have nowhere to go`;
    return { id: "project-folder", state: "error", what, mend: "clone it into a folder of your own" };
  }
}

async function engineChecks(
  context: AppContext,
): Promise<{ engine: EngineHandle | undefined; checks: Check[] }> {
  const decision = decideEngine(await probeEngine(context.env));
  try {
    const engine = await findEngine(context.env);
    return { engine, checks: judgeEngine(engine, decision) };
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown;
    const check: Check = { id: "engine", state: "error", what: thrown.message, mend: thrown.next ?? "" };
    return { engine: undefined, checks: [check] };
  }
}

/** The private engine's small tools on the host. */
function toolsCheck(engine: EngineHandle | undefined): Check[] {
  if (!engine?.private) return [];
  const missing = missingTools();
  if (missing.length === 0) return [{ id: "host-tools", state: "ok", what: "host tools are installed" }];
  const what = `missing on the host: ${missing.join(", ")}`;
  return [{ id: "host-tools", state: "warn", what, mend: `apt-get install ${missing.join(" ")}` }];
}

/** What containers can do here, tried in containers that vanish; nothing where the tools image is not here yet. */
async function containerChecks(context: AppContext, engine: EngineHandle): Promise<Check[]> {
  const session = await openRunningSession(context);
  const [tools] = await listImages(["tools"], { ...context, engine: session.access });
  if (!tools?.ref) return [judgeSharedQuota(undefined)];
  const slowness = await slownessHere(context, session, tools.ref);
  const run = `doctor-${process.pid}`;
  const owner = { run, alias: "trial", server: "trial" };
  const options = { toolsImage: tools.ref, driver: engine.cgroupDriver, home: context.root };
  let tried: Parameters<typeof judgeSharedQuota>[0] = { works: true };
  try {
    await setSharedQuota(session.docker, options, owner, { cpus: 0.5, memoryMiB: 64 });
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown;
    tried = { works: false, why: thrown.message };
  } finally {
    await removeQuotas(session.docker, tools.ref, [run], context.root).catch(() => {}); // as far as it had come
  }
  const times = patienceWish(context.env) ?? patienceFor(slowness);
  return [judgeSharedQuota(tried), ...judgeSpeed(slowness, times)];
}

async function leftoverCheck(context: AppContext): Promise<Check> {
  const { docker } = await openRunningSession(context);
  const objects = await listObjects(docker, [labels.run, `${labels.home}=${context.root}`]);
  const owners = readOwners(context.root);
  const runs = [...new Set(objects.map((one) => one.labels[labels.run] ?? ""))];
  const spared = await Promise.all(runs.map((run) => isSpared(owners.get(run))));
  const dead = runs.filter((_, index) => !spared[index]);
  if (dead.length === 0) return { id: "leftovers", state: "ok", what: "nothing left of dead runs" };
  const what = `dead runs left containers, networks or volumes: ${dead.join(", ")}`;
  return { id: "leftovers", state: "warn", what, mend: "./lab clean" };
}

/** Looks at everything a lab needs; changes nothing, but for what containers that vanish at once try out. */
export async function diagnose(context: AppContext): Promise<Diagnosis> {
  const { engine, checks } = await engineChecks(context);
  const home = homeFor(context.env).home;
  const all: Check[] = [
    { id: "node", state: "ok", what: `Node.js ${process.versions.node}` },
    judgePlatform(process.platform, process.arch),
    ...checks,
    ...toolsCheck(engine),
    judgeCores(engine?.cpus ?? availableParallelism()),
    memoryCheck(),
    folderCheck(context.root),
    await diskCheck("disk-project", context.root),
    await diskCheck("disk-home", home),
    ...judgeAbilities(engine ? await abilitiesHere(context) : { unknown: "no container engine runs" }),
    ...(engine ? [...(await containerChecks(context, engine)), await leftoverCheck(context)] : []),
  ];
  return { ok: all.every((check) => check.state !== "error"), checks: all };
}
