import { existsSync } from "node:fs";
import { rm } from "node:fs/promises";
import { cliPlaces } from "../docker/engine/cli-folder.ts";
import { findEngine, homeFor } from "../docker/engine/find.ts";
import { removablePackages, removePackages } from "../docker/engine/private/host-tools.ts";
import { type HomeEntry, homeEntries, removeHome } from "../docker/engine/private/remove.ts";
import { isRunning, stopPrivateEngine } from "../docker/engine/private/stop.ts";
import { listOwnImages, type OwnImage, removeOwnImages } from "../docker/own-images.ts";
import { LabError, messageOf } from "../model/errors.ts";
import { clean } from "./clean.ts";
import { type AppContext, openRunningSession } from "./session.ts";

/** Everything we put on this machine. */
export interface UninstallPlan {
  /** The private engine's files, and our settings for the user's own docker command; empty when there are none. */
  entries: HomeEntry[];
  /** Host packages that we installed and nothing else needs, and those that something else needs by now. */
  packages: { free: string[]; needed: string[] };
  /** Images we built in the user's own Docker; those of the private engine go with its data. */
  images: OwnImage[];
  /** The user's own Docker is in use: labelled containers, networks and volumes are removed from it. */
  host: boolean;
}

async function hostSession(context: AppContext) {
  const engine = await findEngine(context.env).catch((thrown: unknown) => {
    // an engine that will not do for labs cannot hold anything of ours
    context.say(messageOf(thrown));
    return undefined;
  });
  return engine && !engine.private ? openRunningSession(context) : undefined;
}

/** Lists everything we put on this machine; changes nothing. */
export async function planUninstall(context: AppContext): Promise<UninstallPlan> {
  const home = homeFor(context.env);
  const session = await hostSession(context);
  return {
    entries: await homeEntries(home, cliPlaces(home, context.env)),
    packages: await removablePackages(home),
    images: session ? await listOwnImages(session.docker) : [],
    host: session !== undefined,
  };
}

/** Removes what the plan lists. Returns what is left, and why. Throws `environment` when root is needed. */
export async function uninstall(context: AppContext, plan: UninstallPlan): Promise<string[]> {
  const home = homeFor(context.env);
  const left = plan.packages.needed.map((name) => `package ${name}: something else needs it`);
  const session = await hostSession(context);
  if (session) {
    const cleaned = await clean(session.docker, { root: context.root, all: true, say: context.say });
    left.push(...cleaned.left, ...(await removeOwnImages(session.docker, plan.images)));
  }
  // small, and made again by whatever calls the docker command next
  for (const place of cliPlaces(home, context.env)) {
    await rm(place, { recursive: true, force: true }).catch((thrown) => left.push(messageOf(thrown)));
  }
  if (!existsSync(home.home)) return left;
  if (process.getuid?.() !== 0 && plan.entries.some((entry) => entry.path === home.data)) {
    throw new LabError("environment", "only root can remove the private engine", {
      next: "sudo ./lab uninstall",
    });
  }
  const engine = plan.entries.some(({ path }) => path.startsWith(`${home.home}/`) && path !== home.userCli);
  if (engine && process.getuid?.() === 0) {
    left.push(...(await stopPrivateEngine(home, context.say)));
    if (await isRunning(home)) throw new LabError("engine", "the private engine does not stop");
  }
  await removePackages(plan.packages.free);
  const others = await removeHome(home);
  left.push(...others.map((path) => `${path}: not made by the engine`));
  return left;
}
