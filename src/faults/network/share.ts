import { LabError } from "../../model/errors.ts";

/** Less than that could not be proved with a burst of packets. */
const least = 0.001;

/** Refuses a share of packets, 0 to 1, of which nothing would be seen. */
export function checkShare(share: number): void {
  if (share >= least) return;
  throw new LabError("usage", `share=${percent(share)} is as good as none`.replace(" %", "%"), {
    next: `give at least ${least * 100}%`,
  });
}

/** A share as a person writes it. */
export const percent = (share: number): string => `${Number((share * 100).toFixed(3))} %`;
