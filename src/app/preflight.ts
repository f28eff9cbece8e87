import { homeFor } from "../docker/engine/find.ts";
import { LabError } from "../model/errors.ts";
import { machineTypes } from "../model/machines.ts";
import type { PlannedStage } from "../model/plan.ts";
import { checkSpeed, coresAt, cpuSpeed } from "./cpu-speed.ts";
import { diskCheck } from "./doctor.ts";
import { imageBill } from "./images.ts";
import { runsDir } from "./run-folder.ts";
import type { AppContext, Session } from "./session.ts";

type Priced = Pick<PlannedStage, "servers" | "client" | "images" | "helpers">;

/** Helpers that stay, such as a laptop; one-shots are over when the load comes. */
const staying = (stage: Priced) => (stage.helpers ?? []).filter((helper) => helper.memoryMiB > 0);

async function checkDisk(folder: string): Promise<void> {
  const check = await diskCheck("disk", folder);
  if (check.state === "error") {
    throw new LabError("environment", `the disk is nearly full: ${check.what}`, {
      next: check.mend ?? "free some space",
    });
  }
}

/** What the largest of the stages takes, in a line. */
export function stageBill(stages: readonly Priced[], speed = 1): string {
  const cost = (stage: Priced) => ({
    containers: stage.servers.reduce(
      (sum, server) => sum + server.services.length + (server.sandbox ? 1 : 0),
      1 + staying(stage).length,
    ),
    memoryMiB: stage.servers.reduce(
      (sum, server) => sum + machineTypes[server.type].memoryMiB,
      staying(stage).reduce((sum, helper) => sum + helper.memoryMiB, 0),
    ),
    cores: coresAt(stage, speed),
  });
  const costs = stages.map(cost);
  const most = (key: "containers" | "memoryMiB" | "cores") => Math.max(0, ...costs.map((one) => one[key]));
  return `up to ${most("containers")} containers, ${most("memoryMiB")} MiB of memory, ${most("cores").toFixed(1)} cores, ports chosen by the engine on 127.0.0.1`;
}

/** Says what the stages will cost before anything starts, and refuses when the disk is nearly full. */
export async function preflight(
  context: AppContext,
  session: Session,
  stages: readonly Priced[],
  images: readonly string[],
): Promise<void> {
  const speed = cpuSpeed(context.env);
  checkSpeed(speed, stages, session.engine.cpus);
  await checkDisk(runsDir(context.root));
  if (session.engine.private) await checkDisk(homeFor(context.env).home);
  if (speed !== 1)
    context.say(`STAGECRAFT_SPEED=${speed}: every server has ${speed} times its machine type's cores`);
  context.say(`needs ${stageBill(stages, speed)}`);
  const bill = await imageBill(images, { ...context, engine: session.engine });
  if (bill.missing.length === 0) return;
  context.say(
    `images to get: ${bill.missing.join(", ")} (about ${bill.downloadMiB} MiB to download when built here, ${bill.diskMiB} MiB on disk)`,
  );
}
