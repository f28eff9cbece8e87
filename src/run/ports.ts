import type {
  Clock,
  FaultPort,
  LedgerPort,
  LoadPort,
  StagePort,
  TurnPort,
  UsagePort,
} from "../model/ports.ts";

/** Everything a run needs from outside. */
export interface RunPorts {
  stages: StagePort;
  load: LoadPort;
  ledger: LedgerPort;
  faults: FaultPort;
  usage: UsagePort;
  turn: TurnPort;
  clock: Clock;
}
