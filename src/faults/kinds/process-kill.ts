import { LabError } from "../../model/errors.ts";
import type { HostProcess } from "../../model/undo.ts";
import type { Fault, Strike } from "../fault.ts";
import { type FoundProcess, findProcesses, lookAt, signalProcesses } from "../machine/processes.ts";
import { all, livesOf, mustRun, startActs } from "../states.ts";

/** The kernel keeps so many characters of a name. */
const nameLength = 15;

interface Victim extends FoundProcess {
  container: string;
  service: string;
}

/** The container's own first process comes last: with `count` its children, such as workers, are taken first. */
const order = (one: Victim, other: Victim) =>
  Number(one.first) - Number(other.first) || Number(other.started) - Number(one.started);

async function choose({ target, params, reach }: Strike): Promise<Victim[]> {
  const states = await Promise.all(target.containers.map(({ id }) => reach.containers.state(id)));
  const found = await findProcesses(
    states.map((state) => state.pid),
    reach,
  );
  const there = target.containers.flatMap(({ id, service }, index) =>
    found[index]!.map((one): Victim => ({ ...one, container: id, service })),
  );
  const name = String(params.process);
  const victims = there
    .filter((one) => one.program === name || one.name === name.slice(0, nameLength))
    .sort(order);
  if (victims.length === 0) {
    const names = [...new Set(there.flatMap((one) => [one.name, one.program]))].sort();
    throw new LabError("fault", `no process of ${target.name} is called ${name}`, {
      next: `choose one of: ${names.join(", ")}`,
    });
  }
  return victims.slice(0, typeof params.count === "number" ? params.count : undefined);
}

const noted = ({ notes }: Strike) => JSON.parse(notes.get("victims")!) as Victim[];

/** A signal to processes inside the target, picked by name; the containers themselves are left to see to it. */
export const processKill: Fault = {
  kind: "process-kill",
  async warm({ reach }) {
    await reach.helpers.warm({ kind: "machine" });
  },
  async plan(strike) {
    await mustRun(strike);
    const victims = await choose(strike);
    strike.notes.set("victims", JSON.stringify(victims));
    const processes = victims.map(({ pid, started }): HostProcess => ({ pid, started }));
    const containers = [...new Set(victims.map((one) => one.container))];
    // a first process that is asked to end takes its container along, in its own time
    const asked = strike.params.signal === "TERM" ? victims.filter((one) => one.first) : [];
    const ending = [...new Set(asked.map((one) => one.container))];
    const lives = await livesOf(ending, strike.reach.containers);
    return [
      ...(strike.params.signal === "STOP" ? [{ do: "resume" as const, processes }] : []),
      ...startActs(strike.target, containers, lives),
    ];
  },
  async inject(strike) {
    const { target, params, reach } = strike;
    const victims = noted(strike);
    const reached = await signalProcesses(victims, String(params.signal), reach);
    const hit = victims.filter((_, index) => reached[index]);
    if (hit.length === 0) {
      throw new LabError("fault", `the processes of ${target.name} ended before the signal reached them`, {
        next: "try again",
      });
    }
    strike.notes.set("victims", JSON.stringify(hit));
    const services = [...new Set(hit.map((one) => one.service))].join(", ");
    return `SIG${params.signal} to ${hit.length} × ${params.process} in ${services}`;
  },
  async verify(strike) {
    const wanted = strike.params.signal === "STOP" ? "stopped" : "gone";
    return (await lookAt(noted(strike), strike.reach)).every((state) => state === wanted);
  },
  // its acts prove that nothing is stopped any more
  gone: ({ target, reach }) =>
    all(target.containers, reach.containers, (state) => state.running || !state.exists),
};
