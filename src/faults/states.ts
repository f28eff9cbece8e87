import { LabError } from "../model/errors.ts";
import type { ContainerPort, ContainerState } from "../model/fault-ports.ts";
import type { StageContainer } from "../model/stage.ts";
import type { Undo } from "../model/undo.ts";
import type { FaultTarget, Strike } from "./fault.ts";

/** True when every container is in the wanted state. */
export async function all(
  containers: readonly StageContainer[],
  port: ContainerPort,
  holds: (state: ContainerState) => boolean,
): Promise<boolean> {
  const states = await Promise.all(containers.map((container) => port.state(container.id)));
  return states.every(holds);
}

/** All orders have ended, well or not, before the first error is told: what clears up must not be overtaken by one. */
export async function settled<T>(orders: readonly Promise<T>[]): Promise<T[]> {
  const ended = await Promise.allSettled(orders);
  return ended.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
}

/** The services of some containers, for the record. */
export function serviceNames(containers: readonly StageContainer[]): string {
  return containers.map((container) => container.service).join(", ");
}

/** Refuses with LabError `fault` what cannot be broken because it does not run, and so could not be put back either. */
export async function mustRun({ target, reach }: Pick<Strike, "target" | "reach">): Promise<void> {
  const states = await Promise.all(
    target.containers.map(async (one) => ({ one, state: await reach.containers.state(one.id) })),
  );
  const off = states.filter(({ state }) => !state.running).map(({ one }) => one);
  if (off.length > 0) {
    throw new LabError(
      "fault",
      `${serviceNames(off)} does not run: ${target.name} cannot be broken like this`,
      {
        next: "./lab heal takes earlier faults away; else bring the stage up again",
      },
    );
  }
  const frozen = states.filter(({ state }) => state.paused).map(({ one }) => one);
  if (frozen.length > 0) {
    throw new LabError(
      "fault",
      `${serviceNames(frozen)} is paused: ${target.name} cannot be broken like this`,
      {
        next: "./lab heal takes earlier faults away; else `docker unpause` it",
      },
    );
  }
}

/**
 * Acts after which containers run again; what owns their address comes first, for they cannot start without it, and an
 * engine that restarted has stopped it, too. `lives` are those that are told to end and take their time.
 */
export function startActs(
  target: FaultTarget,
  ids = target.containers.map((one) => one.id),
  lives: ReadonlyMap<string, string> = new Map(),
): Undo[] {
  const all = new Set([...target.networks.map((one) => one.id), ...ids]);
  return [...all].map((container) => {
    const life = lives.get(container);
    return { do: "start", container, ...(life !== undefined && { life }) };
  });
}

/** Which lives containers are in now, by their ids. */
export async function livesOf(ids: readonly string[], port: ContainerPort): Promise<Map<string, string>> {
  const states = await Promise.all(ids.map(async (id) => [id, (await port.state(id)).startedAt] as const));
  return new Map(states);
}
