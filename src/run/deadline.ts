import { LabError } from "../model/errors.ts";
import { stretched } from "../model/patience.ts";

/** Runs `job` with a signal that also fires at the deadline; the job must heed the signal. */
export async function withDeadline<T>(
  ms: number,
  what: string,
  signal: AbortSignal,
  job: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const late = new AbortController();
  const timer = setTimeout(
    () => late.abort(new LabError("load", `${what} took longer than ${Math.round(stretched(ms) / 1000)} s`)),
    stretched(ms),
  );
  try {
    return await job(AbortSignal.any([signal, late.signal]));
  } finally {
    clearTimeout(timer);
  }
}
