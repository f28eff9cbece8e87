import { LabError } from "../model/errors.ts";

const mostMs = 1000;

/**
 * STAGECRAFT_CPU_PERIOD: the period of every quota of a stage in µs, such as 20ms (1 to 1000); undefined when unset, which
 * leaves the kernel's own 100 ms. Throws `usage`.
 */
export function cpuPeriodUs(env: NodeJS.ProcessEnv): number | undefined {
  const text = env.STAGECRAFT_CPU_PERIOD?.trim();
  if (!text) return undefined;
  const ms = Number(/^(\d+)ms$/.exec(text)?.[1]);
  if (ms >= 1 && ms <= mostMs) return ms * 1000;
  throw new LabError("usage", `STAGECRAFT_CPU_PERIOD is "${text}"`, {
    next: `set it to whole milliseconds from 1ms to ${mostMs}ms, such as 20ms, or unset it`,
  });
}
