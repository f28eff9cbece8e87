import type { Fault, Strike } from "../fault.ts";
import { all, mustRun, serviceNames, settled, startActs } from "../states.ts";

const lookMs = 250;

/** True while nobody has started the container since we killed it. */
async function stillDead(id: string, { reach, notes }: Strike): Promise<boolean> {
  const state = await reach.containers.state(id);
  return state.exists && !state.running && state.startedAt === notes.get(id);
}

/** Starts them so long after the kill, unless the fault has ended before: then their death is somebody else's. */
async function startAfter(ms: number, strike: Strike): Promise<void> {
  const { target, reach } = strike;
  const due = reach.now() + ms;
  for (;;) {
    const dead = await Promise.all(target.containers.map(({ id }) => stillDead(id, strike)));
    const ours = target.containers.filter((_, index) => dead[index]);
    if (ours.length === 0) return;
    if (reach.now() >= due) {
      // in order: a container cannot start before the one whose network it lives in
      for (const { id } of ours) await reach.containers.start(id);
      return;
    }
    await reach.pause(Math.min(lookMs, due - reach.now()));
  }
}

/** SIGKILL to every container of the target; the revert, or `restart-after`, starts them again. */
export const kill: Fault = {
  kind: "kill",
  async plan(strike) {
    await mustRun(strike);
    return startActs(strike.target);
  },
  async inject(strike) {
    const { target, params, reach, notes } = strike;
    const { containers: port } = reach;
    for (const { id } of target.containers) notes.set(id, (await port.state(id)).startedAt);
    await settled(target.containers.map(({ id }) => port.kill(id)));
    const after = params["restart-after"];
    if (typeof after !== "number") return `killed ${serviceNames(target.containers)}`;
    // in the background: should we die before, the keeper starts them
    startAfter(after, strike).catch(() => {});
    return `killed ${serviceNames(target.containers)}, to be started again after ${after} ms`;
  },
  async verify({ target, params, reach, notes }) {
    const states = await Promise.all(
      target.containers.map(async ({ id }) => ({ id, state: await reach.containers.state(id) })),
    );
    // one that was meant to come back is in a later life by then
    const again = params["restart-after"] !== undefined;
    return states.every(({ id, state }) => !state.running || (again && state.startedAt !== notes.get(id)));
  },
  gone: ({ target, reach }) =>
    all(target.containers, reach.containers, (state) => state.running || !state.exists),
};
