import type { LabCommand } from "../../model/lab.ts";
import { defaultTimeoutMs } from "../schema/command.ts";
import type { WrittenStep } from "../schema/lab.ts";
import { durationMs } from "../schema/units.ts";

type Written =
  | Extract<WrittenStep, { try: unknown }>["try"]["commands"][number]
  | NonNullable<Extract<WrittenStep, { measure: unknown }>["commands"]>[number];

/** A command with its defaults: of the whole step, at once and one run, unless it says otherwise. */
export function resolveCommand(written: Written): LabCommand {
  const { id, in: service, run, times, timeout, only } = written;
  const [phase, after] = "at" in written ? [written.at, written.after] : ["all" as const, undefined];
  return {
    id,
    in: service,
    run,
    times: times ?? 1,
    timeoutMs: timeout === undefined ? defaultTimeoutMs : durationMs(timeout),
    phase,
    afterMs: after === undefined ? 0 : durationMs(after),
    ...(only && { only }),
  };
}
