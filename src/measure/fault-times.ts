import { eventsOf, type StepData } from "./step-data.ts";

/** A fault's life on the client's clock, as far as it got. */
export interface FaultTimes {
  /** The order was given: the fault struck between this instant and `injected`. */
  orderedMs?: number;
  verifiedMs?: number;
  revertedMs?: number;
  bit: boolean;
  healed: boolean;
  detail: string;
}

/** What the record says of the step's fault; nothing when none was planned. */
export function faultTimes(data: StepData): FaultTimes | undefined {
  if (!data.action.fault) return undefined;
  const events = eventsOf(data, "fault");
  const first = (state: string) => events.find((event) => event.state === state);
  const at = (state: string) => first(state)?.atMs;
  const [orderedMs, verifiedMs, revertedMs] = [at("intent"), at("verified"), at("reverted")];
  const missed = first("did-not-bite");
  return {
    ...(orderedMs === undefined ? {} : { orderedMs }),
    ...(verifiedMs === undefined ? {} : { verifiedMs }),
    ...(revertedMs === undefined ? {} : { revertedMs }),
    bit: missed === undefined && verifiedMs !== undefined,
    healed: first("healed") !== undefined && first("not-healed") === undefined,
    detail: missed?.detail ?? "",
  };
}
