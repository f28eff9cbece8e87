import { LabError } from "../model/errors.ts";
import { cpusAt } from "../model/machines.ts";
import type { PlannedStage } from "../model/plan.ts";

const least = 0.25;
const most = 8;

/**
 * STAGECRAFT_SPEED: how many times its machine type's cores each server gets, as on a slower or faster processor; 1 when
 * unset. Throws `usage`.
 */
export function cpuSpeed(env: NodeJS.ProcessEnv): number {
  const text = env.STAGECRAFT_SPEED?.trim();
  if (!text) return 1;
  const speed = Number(text);
  if (speed >= least && speed <= most) return speed;
  throw new LabError("usage", `STAGECRAFT_SPEED is "${text}"`, {
    next: `set it to a number from ${least} to 1, such as 0.5, or above 1 where the host has the cores; or unset it`,
  });
}

type Sized = Pick<PlannedStage, "servers" | "client">;

/** Cores that a stage's servers and its client ask for at a speed; the client's share stays. */
export const coresAt = ({ servers, client }: Sized, speed: number): number =>
  servers.reduce((sum, { type }) => sum + cpusAt(type, speed), client.cpus);

/** Refuses a speed above 1 at which a stage would ask for more cores than the host has. Throws `usage`. */
export function checkSpeed(speed: number, stages: readonly Sized[], cores: number): void {
  if (speed <= 1) return;
  const wanted = Math.max(...stages.map((stage) => coresAt(stage, speed)));
  if (wanted <= cores + 1e-9) return;
  const fits = Math.min(
    ...stages.map(
      ({ servers, client }) => (cores - client.cpus) / (coresAt({ servers, client }, 1) - client.cpus),
    ),
  );
  const here = Math.floor(fits * 100) / 100;
  throw new LabError(
    "usage",
    `STAGECRAFT_SPEED=${speed} asks for ${Number(wanted.toFixed(2))} cores; this host has ${cores}`,
    { next: here > 1 ? `at most ${here} fits here` : "unset it: nothing above 1 fits here" },
  );
}
