import { randomBytes } from "node:crypto";
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { ProcessIdentity } from "../docker/process-identity.ts";
import { LabError } from "../model/errors.ts";
import type { NewEvent, RunEvent, Sample } from "../model/event.ts";

/** Who a run belongs to, and whether it is meant to outlive its controller. */
export interface RunOwner {
  run: string;
  /** `up`: complete, lives until `down`; `busy`: lives as long as its controller. */
  state: "busy" | "up";
  what: string;
  controller: ProcessIdentity | undefined;
  /** Compose processes that may go on creating after the controller's death. */
  processes: ProcessIdentity[];
  /** The helper image with which a shared quota was (or was about to be) made, and can be removed. */
  quotas: string | null;
  /** Images of helper containers, for whoever has to take this run's faults away. */
  helperImages?: { tools: string | undefined; client: string };
}

/** The folder of one run; everything in it is plain JSON. */
export interface RunFolder {
  run: string;
  path: string;
  write(name: string, value: unknown): void;
  event(event: NewEvent): RunEvent;
  sample(sample: Sample): void;
  events: RunEvent[];
  samples: Sample[];
  owner(change: Partial<RunOwner>): RunOwner;
  /** Aborted when a line could not be written (disk full): the run must stop, in order. */
  broken: AbortSignal;
  close(): void;
}

/** `20261121-150405-1a2b`: sorts by time, fits in a compose project name. */
export function newRunId(now: Date): string {
  const stamp = now.toISOString().replace(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return `${stamp}-${randomBytes(2).toString("hex")}`;
}

/** Where the runs of a checkout are. */
export function runsDir(root: string): string {
  return join(root, "runs");
}

const ownerFile = "owner.json";

function cannotWrite(path: string, thrown: unknown): LabError {
  const code = (thrown as NodeJS.ErrnoException).code ?? "unknown";
  return new LabError("environment", `cannot write to the run folder ${path} (${code})`, {
    next:
      code === "ENOSPC"
        ? "free some disk space; ./lab doctor shows how much is left"
        : "make the project folder writable for this user, or clone it to one that is",
    cause: thrown,
  });
}

/** Does a write; whatever hinders it becomes our error. */
function writing<T>(path: string, write: () => T): T {
  try {
    return write();
  } catch (thrown) {
    throw cannotWrite(path, thrown);
  }
}

/** Starts a run's folder; the owner is on disk before anything else is made. */
export function createRunFolder(root: string, owner: Omit<RunOwner, "processes" | "quotas">): RunFolder {
  const path = join(runsDir(root), owner.run);
  writing(path, () => mkdirSync(path, { recursive: true }));
  let current: RunOwner = { ...owner, processes: [], quotas: null };
  const save = () => {
    const fd = openSync(join(path, ownerFile), "w");
    writeSync(fd, `${JSON.stringify(current, null, 2)}\n`);
    fsyncSync(fd); // `clean` after a power cut still knows whose containers those are
    closeSync(fd);
  };
  writing(path, save);
  const eventsFd = openSync(join(path, "events.ndjson"), "a");
  const samplesFd = openSync(join(path, "samples.ndjson"), "a");
  const broken = new AbortController();
  const append = (fd: number, value: unknown) => {
    try {
      writeSync(fd, `${JSON.stringify(value)}\n`);
    } catch (thrown) {
      broken.abort(cannotWrite(path, thrown)); // not thrown: the run's own order of undoing must go on
    }
  };
  const events: RunEvent[] = [];
  const samples: Sample[] = [];
  return {
    run: owner.run,
    path,
    events,
    samples,
    broken: broken.signal,
    write: (name, value) =>
      writing(path, () => writeFileSync(join(path, name), `${JSON.stringify(value, null, 2)}\n`)),
    event(event) {
      const full = { at: Date.now(), ...event } as RunEvent;
      events.push(full);
      append(eventsFd, full);
      return full;
    },
    sample(sample) {
      samples.push(sample);
      append(samplesFd, sample);
    },
    owner(change) {
      current = { ...current, ...change };
      save();
      return current;
    },
    close() {
      closeSync(eventsFd);
      closeSync(samplesFd);
    },
  };
}

/** Owners of every run folder of a checkout; folders without one are left out. */
export function readOwners(root: string): Map<string, RunOwner> {
  const owners = new Map<string, RunOwner>();
  let names: string[] = [];
  try {
    names = readdirSync(runsDir(root));
  } catch {
    return owners; // no run was ever made here
  }
  for (const name of names) {
    try {
      owners.set(name, JSON.parse(readFileSync(join(runsDir(root), name, ownerFile), "utf8")) as RunOwner);
    } catch {
      // a folder without an owner owns nothing at the engine that we know of; labels still find it
    }
  }
  return owners;
}

/** Changes a finished or foreign run's owner record. */
export function rewriteOwner(root: string, owner: RunOwner): void {
  writeFileSync(join(runsDir(root), owner.run, ownerFile), `${JSON.stringify(owner, null, 2)}\n`);
}
