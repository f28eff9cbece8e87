import type { Abilities } from "../model/abilities.ts";
import { LabError, messageOf } from "../model/errors.ts";
import { faultKind } from "../model/fault.ts";
import type { ContainerPort, HelperPort, JournalPort, OpenFault } from "../model/fault-ports.ts";
import { stretched } from "../model/patience.ts";
import type { ActiveFault, Clock, FaultOrder, FaultPort } from "../model/ports.ts";
import type { RunningStage } from "../model/stage.ts";
import type { Undo } from "../model/undo.ts";
import type { Fault, FaultTarget, Reach, Strike } from "./fault.ts";
import { faultOf, impossibleHere, paramsOf } from "./registry.ts";
import { findTarget } from "./target.ts";
import { allUndone, applyAll } from "./undo/undo.ts";

export interface FaultContext {
  containers: ContainerPort;
  helpers: HelperPort;
  journal: JournalPort;
  clock: Clock;
  /** Asked when it is first needed. */
  abilities: () => Abilities;
  /** Eight hexadecimal digits, never the same ones again. */
  newId: () => string;
  /** Who holds the leases. */
  owner: { pid: number; started: string };
}

/** The owner's own patience with a target that is to work again, and a margin. */
const healingMs = 65_000;
const pollMs = 50;
/** An injection may take so long: a server that is stopped in order, memory that is taken bit by bit. */
const injectWithinMs = 15_000;
const healPollMs = 100;

/** How faults reach containers. */
export function reachOf({
  containers,
  helpers,
  clock,
}: Pick<FaultContext, "containers" | "helpers" | "clock">): Reach {
  const never = new AbortController().signal;
  return {
    containers,
    helpers,
    pause: (ms, signal) => clock.sleep(ms, signal ?? never),
    now: () => clock.now(),
  };
}

const idsOf = (target: FaultTarget): string[] => [
  ...new Set([...target.containers, ...target.networks].map((one) => one.id)),
];

/** A fault that is on and keeps what this one needs. */
function conflict(kind: string, ids: readonly string[], open: readonly OpenFault[]): OpenFault | undefined {
  const holds = faultKind(kind)?.holds;
  return open.find(
    (other) =>
      other.containers.some((id) => ids.includes(id)) &&
      (other.kind === kind || (holds !== "none" && faultKind(other.kind)?.holds === holds)),
  );
}

/** The faults of this room: each is journalled before it is injected, and can be undone by any process. */
export function createFaultPort(context: FaultContext): FaultPort {
  const { journal, clock } = context;
  const reach = reachOf(context);

  const strikeFor = (stage: RunningStage, order: FaultOrder): { fault: Fault; strike: Strike } => {
    const fault = faultOf(order.kind);
    const params = paramsOf(order.kind, order.params);
    const target = findTarget(stage, order.target);
    const abilities = context.abilities();
    const reason = impossibleHere(order.kind, abilities);
    if (reason !== undefined)
      throw new LabError("environment", reason, { next: "./lab faults shows which can be had" });
    const id = context.newId();
    return {
      fault,
      strike: { id, stage, target, params, ttlMs: order.ttlMs, abilities, reach, notes: new Map() },
    };
  };

  /** The intent is on disk, and nobody else's fault in its way, before anything is touched; answers with its undo. */
  const claim = (fault: Fault, order: FaultOrder, strike: Strike): Promise<Undo[]> =>
    journal.exclusively(async () => {
      const containers = idsOf(strike.target);
      const other = conflict(order.kind, containers, journal.open());
      if (other) {
        throw new LabError("usage", `${other.kind} is on at ${other.target} already (fault ${other.fault})`, {
          next: "wait until it ends, or take it away: ./lab heal",
        });
      }
      // only now: what another fault had changed must not pass for the state that is put back
      const undo = await fault.plan(strike);
      journal.write({
        fault: strike.id,
        state: "intent",
        stage: strike.stage.alias,
        kind: order.kind,
        target: order.target,
        params: order.params,
        containers,
        owner: context.owner,
        expiresAt: clock.now() + stretched(injectWithinMs) + order.ttlMs,
        undo,
      });
      return undo;
    });

  /** Clears up after an injection that failed; what cannot be cleared up now stays open in the journal. */
  const abandon = async (active: ActiveFault, undo: readonly Undo[]): Promise<void> => {
    try {
      await active.revert();
      // nothing was proved to be there: its acts are all that has to be proved undone
      if (await allUndone(undo, active.id, reach))
        journal.write({ fault: active.id, state: "healed", by: "controller" });
    } catch {
      // why it failed matters more; whoever keeps the lease undoes it
    }
  };

  return {
    impossible: (kind) => impossibleHere(kind, context.abilities()),

    async prepare(stage, order) {
      const { fault, strike } = strikeFor(stage, order);
      await fault.warm?.(strike);
    },

    async inject(stage, order) {
      const { fault, strike } = strikeFor(stage, order);
      const undo = await claim(fault, order, strike);
      const from = clock.now();
      let detail: string;
      try {
        detail = await fault.inject(strike);
        const expiresAt = clock.now() + order.ttlMs;
        journal.write({ fault: strike.id, state: "injected", detail, tookMs: clock.now() - from, expiresAt });
      } catch (thrown) {
        await abandon(activeFault(fault, strike, undo, "", from, context, reach), undo);
        throw thrown instanceof LabError
          ? thrown
          : new LabError("fault", `${order.kind} of ${order.target}: ${messageOf(thrown)}`, {
              cause: thrown,
            });
      }
      return activeFault(fault, strike, undo, detail, from, context, reach);
    },
  };
}

/** True when every container of the target that still exists works. */
async function targetWorks({ target, reach }: Strike): Promise<boolean> {
  return (await Promise.all(target.containers.map(({ id }) => reach.containers.works(id)))).every(Boolean);
}

function activeFault(
  fault: Fault,
  strike: Strike,
  undo: readonly Undo[],
  detail: string,
  from: number,
  { journal, clock }: FaultContext,
  reach: Reach,
): ActiveFault {
  const { id } = strike;
  let orderedAt = 0;
  const gone = () => fault.gone?.(strike) ?? fault.verify(strike).then((there) => !there);
  return {
    id,
    detail,
    verify: () => fault.verify(strike),
    async prove(deadlineMs, signal) {
      const end = clock.now() + stretched(deadlineMs);
      while (!(await fault.verify(strike))) {
        if (clock.now() >= end) {
          journal.write({ fault: id, state: "did-not-bite", tookMs: clock.now() - from });
          return false;
        }
        await clock.sleep(pollMs, signal);
      }
      journal.write({ fault: id, state: "verified", tookMs: clock.now() - from });
      return true;
    },
    async revert() {
      if (orderedAt === 0) orderedAt = clock.now();
      await journal.exclusively(async () => {
        // healed by somebody else: what is there now may be another's fault
        if (!journal.open().some((one) => one.fault === id)) return;
        await applyAll(undo, id, reach);
        // as long as its owner lives and waits for the target to work again, it is not called healed by others
        const expiresAt = clock.now() + stretched(healingMs);
        const tookMs = clock.now() - orderedAt;
        journal.write({ fault: id, state: "reverted", by: "controller", tookMs, expiresAt });
      });
    },
    async healed(deadlineMs, signal) {
      const end = clock.now() + stretched(deadlineMs);
      for (;;) {
        if ((await allUndone(undo, id, reach)) && (await gone()) && (await targetWorks(strike))) {
          journal.write({ fault: id, state: "healed", by: "controller", tookMs: clock.now() - orderedAt });
          return true;
        }
        if (clock.now() >= end) break;
        await clock.sleep(healPollMs, signal);
      }
      journal.write({ fault: id, state: "not-healed", by: "controller", tookMs: clock.now() - orderedAt });
      return false;
    },
  };
}
