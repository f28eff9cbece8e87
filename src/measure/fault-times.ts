import { eventsOf, type StepData } from "./step-data.ts";

/** A fault's life on the client's clock, as far as it got. */
export interface FaultTimes {
  /** The engine had taken the order: it struck between the intent and this instant. */
  injectedMs?: number;
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
  const [injectedMs, verifiedMs, revertedMs] = [at("injected"), at("verified"), at("reverted")];
  const missed = first("did-not-bite");
  return {
    ...(injectedMs === undefined ? {} : { injectedMs }),
    ...(verifiedMs === undefined ? {} : { verifiedMs }),
    ...(revertedMs === undefined ? {} : { revertedMs }),
    bit: missed === undefined && verifiedMs !== undefined,
    healed: first("healed") !== undefined && first("not-healed") === undefined,
    detail: missed?.detail ?? "",
  };
}
