import type { ContainerPort } from "../model/ports.ts";
import type { StageContainer } from "../model/stage.ts";
import type { Reach } from "./fault.ts";

const pollMs = 100;

type State = Awaited<ReturnType<ContainerPort["state"]>>;

/** True when every container is in the wanted state. */
export async function all(
  containers: readonly StageContainer[],
  port: ContainerPort,
  holds: (state: State) => boolean,
): Promise<boolean> {
  const states = await Promise.all(containers.map((container) => port.state(container.id)));
  return states.every(holds);
}

/** Waits until every container runs and is healthy; false at the deadline. */
export async function healthyWithin(
  containers: readonly StageContainer[],
  deadlineMs: number,
  signal: AbortSignal,
  { containers: port, pause, now }: Reach,
): Promise<boolean> {
  const end = now() + deadlineMs;
  while (!(await all(containers, port, (state) => state.running && state.healthy))) {
    if (now() >= end) return false;
    await pause(pollMs, signal);
  }
  return true;
}
