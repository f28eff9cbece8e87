import { LabError } from "../model/errors.ts";
import type { LoadJob } from "../model/load.ts";
import type { EndRecord, LoadRecord } from "../model/load-records.ts";
import { startWorkerChild } from "./child.ts";

/** A generator that runs on this machine. */
export interface HostGenerator {
  mark(phase: string): void;
  /** Ends the arrivals; what is under way is still waited for. */
  stop(): void;
  /** The last record; rejects with LabError `load` when the generator broke or refused the job. */
  ended: Promise<EndRecord>;
}

/** Runs a job with the bundled worker as a child process; every record goes to `onRecord`. */
export function startHostGenerator(
  workerFile: string,
  job: LoadJob,
  onRecord: (record: LoadRecord) => void = () => {},
): HostGenerator {
  let end: EndRecord | undefined;
  let problem: string | undefined;
  const child = startWorkerChild(workerFile, job, (record) => {
    if (record.kind === "end") end = record;
    if (record.kind === "error") problem = record.what;
    onRecord(record);
  });
  async function finish(): Promise<EndRecord> {
    await child.exited;
    if (problem !== undefined) throw new LabError("load", problem);
    if (!end) throw new LabError("load", "the load generator ended without its totals");
    return end;
  }
  return {
    mark: (phase) => child.send({ cmd: "mark", phase }),
    stop: () => child.send({ cmd: "stop" }),
    ended: finish(),
  };
}
