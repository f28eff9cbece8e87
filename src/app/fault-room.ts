import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createContainerPort } from "../docker/containers.ts";
import { createHelperPort } from "../docker/helpers.ts";
import { withLock } from "../docker/machine-lock.ts";
import type { ProcessIdentity } from "../docker/process-identity.ts";
import type { Reach } from "../faults/fault.ts";
import { createJournal } from "../faults/journal.ts";
import { createFaultPort, reachOf } from "../faults/port.ts";
import type { Abilities } from "../model/abilities.ts";
import type { HelperPort, JournalPort } from "../model/fault-ports.ts";
import type { FaultPort } from "../model/ports.ts";
import { wallClock } from "./clock.ts";
import { type RunOwner, runsDir } from "./run-folder.ts";
import type { Session } from "./session.ts";
import { workerFile } from "./worker-file.ts";

export interface FaultRoomOptions {
  session: Pick<Session, "docker">;
  root: string;
  run: string;
  lab: string;
  toolsImage: string | undefined;
  clientImage: string;
}

/** Everything that has to do with the faults of one run. */
export interface FaultRoom {
  journal: JournalPort;
  helpers: HelperPort;
  reach: Reach;
  /** For whoever injects: holds the leases as `owner`. */
  portFor(owner: ProcessIdentity, abilities: () => Abilities): FaultPort;
}

/** A fault's name: part of chain names and of a qdisc's handle, which is four digits that do not begin with 0. */
export function newFaultId(): string {
  for (;;) {
    const id = randomBytes(4).toString("hex");
    if (/^[1-9a-e]/.test(id)) return id;
  }
}

/** The faults of a run, whoever injected them. */
export function faultRoom(options: FaultRoomOptions): FaultRoom {
  const { session, root, run } = options;
  const never = new AbortController().signal;
  const journal = createJournal(
    join(runsDir(root), run),
    () => wallClock.now(),
    (work) => withLock(`stagecraft-faults-${run}`, { signal: never, onWait: () => {} }, work),
  );
  const containers = createContainerPort(session.docker);
  const helpers = createHelperPort(session.docker, {
    run,
    lab: options.lab,
    home: root,
    toolsImage: options.toolsImage,
    clientImage: options.clientImage,
    workerFile: workerFile(root),
  });
  return {
    journal,
    helpers,
    reach: reachOf({ containers, helpers, clock: wallClock }),
    portFor: (owner, abilities) =>
      createFaultPort({
        containers,
        helpers,
        journal,
        clock: wallClock,
        abilities,
        newId: newFaultId,
        owner,
      }),
  };
}

/** The faults of a run by its owner's record, for whoever did not begin it. */
export function roomOfRun(session: Pick<Session, "docker">, root: string, owner: RunOwner): FaultRoom {
  const { tools, client = "" } = owner.helperImages ?? {};
  return faultRoom({ session, root, run: owner.run, lab: "none", toolsImage: tools, clientImage: client });
}

/** Warm helpers (all, or those that one process had made) go when no fault of the run is on, whoever's it may be. */
export async function removeIdle({ journal, helpers }: FaultRoom, maker?: ProcessIdentity): Promise<void> {
  await journal.exclusively(async () => {
    if (journal.open().length === 0) await helpers.removeWarm(maker);
  });
}
