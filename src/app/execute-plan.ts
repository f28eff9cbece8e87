import { identify, ownIdentity } from "../docker/process-identity.ts";
import { removeQuotas } from "../docker/quota/shared-quota.ts";
import { measure } from "../measure/measure.ts";
import { noAbilities } from "../model/abilities.ts";
import type { RunEvent, Sample } from "../model/event.ts";
import type { Measurements } from "../model/measurement.ts";
import type { Plan } from "../model/plan.ts";
import type { Clock, FaultPort } from "../model/ports.ts";
import { impossibleClaims } from "../plan/impossible.ts";
import type { Recorder } from "../run/recorder.ts";
import { type OnAction, type RunOutcome, runPlan } from "../run/run-plan.ts";
import { abilitiesOf } from "./abilities.ts";
import { cpuPeriodUs } from "./cpu-period.ts";
import { cpuSpeed } from "./cpu-speed.ts";
import { type FaultRoomOptions, faultRoom } from "./fault-room.ts";
import { hostFingerprint, projectVersion } from "./fingerprint.ts";
import { ownImages, resolveImages } from "./images.ts";
import { closeFaults, startKeeper } from "./keeper.ts";
import { adaptPatience } from "./patience.ts";
import { runPorts } from "./ports.ts";
import { preflight } from "./preflight.ts";
import { createRunFolder, type RunFolder } from "./run-folder.ts";
import { runSecrets } from "./secrets.ts";
import { type AppContext, openSession, type Session } from "./session.ts";

export interface Executed {
  /** The run's folder. */
  path: string;
  events: readonly RunEvent[];
  samples: readonly Sample[];
  measurements: Measurements;
  outcome: RunOutcome;
  reason?: string;
  durationS: number;
}

export interface ExecuteOptions {
  /** What the run is, in a few words, for whoever finds its folder. */
  what: string;
  onAction?: OnAction;
  /** Told of what is written to the record, as it comes. */
  onEvent?: (event: RunEvent) => void;
  onSample?: (sample: Sample) => void;
  /** Time, for whoever ends a phase before its time. */
  clock?: Clock;
  /** Called in the end, while the folder is still open, to write what is made of the measurements. */
  finish?: (executed: Executed, write: RunFolder["write"]) => void;
}

/** Containers are gone with their stages; the shared quotas they were under go here. */
async function removeOwnQuotas(session: Session, context: AppContext, folder: RunFolder): Promise<void> {
  const { run, quotas } = folder.owner({});
  if (quotas === null) return;
  const { removed } = await removeQuotas(session.docker, quotas, [run], context.root);
  if (removed.includes(run)) folder.owner({ quotas: null });
}

async function portsFor(
  context: AppContext,
  session: Session,
  plan: Plan,
  folder: RunFolder,
  engineMs: number,
) {
  const names = [...new Set([...plan.stages.flatMap((stage) => stage.images), ...ownImages])];
  await preflight(context, session, plan.stages, names);
  const imagesFrom = Date.now();
  const { variables, images } = await resolveImages(names, { ...context, engine: session.engine });
  const host = hostFingerprint(session.engine, context.env);
  folder.event({
    type: "run-started",
    run: plan.run,
    lab: plan.lab,
    host,
    engineMs,
    ...projectVersion(context.root),
  });
  folder.event({ type: "images", images, tookMs: Date.now() - imagesFrom });
  const ref = (name: string) => images.find((image) => image.name === name)?.ref;
  const parts = {
    session,
    lab: plan.lab,
    root: context.root,
    clientImage: ref("node")!,
    toolsImage: ref("tools"),
    speed: cpuSpeed(context.env),
    periodUs: cpuPeriodUs(context.env),
  };
  folder.owner({ helperImages: { tools: parts.toolsImage, client: parts.clientImage } });
  await adaptPatience(context, session, parts.toolsImage);
  const faults = await faultsFor(context, plan, { ...parts, run: folder.run });
  const variableSet = { ...variables, ...runSecrets() };
  const ports = runPorts({ ...parts, folder, variables: variableSet, say: context.say, faults: faults.port });
  return { ports, faults };
}

interface RunFaults {
  port: FaultPort;
  /** Nothing of the faults is left when it resolves; what could not be undone is the keeper's then. */
  close: () => Promise<void>;
}

/** Faults for a run that has some: what cannot be had here is told before anything starts. */
async function faultsFor(context: AppContext, plan: Plan, options: FaultRoomOptions): Promise<RunFaults> {
  const room = faultRoom(options);
  const owner = await ownIdentity();
  const kinds = new Set(
    plan.actions.flatMap((action) => (action.kind === "measure" && action.fault ? [action.fault.kind] : [])),
  );
  if (kinds.size === 0 || options.toolsImage === undefined) {
    return { port: room.portFor(owner, () => noAbilities), close: async () => {} };
  }
  const abilities = await abilitiesOf(options.session, options.toolsImage, context);
  const port = room.portFor(owner, () => abilities);
  for (const line of impossibleClaims(plan, (kind) => port.impossible(kind))) context.say(line);
  const keeper = await startKeeper(context, options.run, owner);
  return { port, close: () => closeFaults(room, keeper) };
}

/** The folder as the run's recorder, which tells whoever looks on. */
function told(folder: RunFolder, { onEvent, onSample }: ExecuteOptions): Recorder {
  return {
    event(event) {
      const full = folder.event(event);
      onEvent?.(full);
    },
    sample(sample) {
      folder.sample(sample);
      onSample?.(sample);
    },
  };
}

/**
 * Runs a plan on real containers and measures it, everything written to the run's folder as it comes.
 * Throws for a machine that lacks something; what goes wrong on the way is in the events.
 */
export async function executePlan(
  context: AppContext,
  plan: Plan,
  options: ExecuteOptions,
): Promise<Executed> {
  const from = Date.now();
  // a wrong word is told before anything is made
  cpuSpeed(context.env);
  cpuPeriodUs(context.env);
  const folder = createRunFolder(context.root, {
    run: plan.run,
    state: "busy",
    what: options.what,
    controller: await identify(process.pid),
  });
  try {
    folder.write("plan.json", plan);
    const session = await openSession(context);
    const { ports, faults } = await portsFor(context, session, plan, folder, Date.now() - from);
    if (options.clock) ports.clock = options.clock;
    const { outcome, reason } = await runPlan(plan, ports, told(folder, options), {
      signal: AbortSignal.any([context.signal, folder.broken]),
      ...(options.onAction && { onAction: options.onAction }),
    }).finally(() => faults.close());
    // with the engine gone there is nothing to ask; `clean` knows of the quotas
    await removeOwnQuotas(session, context, folder).catch(() => {});
    if (folder.broken.aborted) throw folder.broken.reason;
    const measurements = measure(plan, folder.events, folder.samples);
    folder.write("measurements.json", measurements);
    const executed: Executed = {
      path: folder.path,
      events: folder.events,
      samples: folder.samples,
      measurements,
      outcome,
      ...(reason !== undefined && { reason }),
      durationS: Math.round((Date.now() - from) / 100) / 10,
    };
    options.finish?.(executed, folder.write);
    return executed;
  } finally {
    folder.close();
  }
}
