import type {
  Clock,
  CommandPort,
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
  commands: CommandPort;
  turn: TurnPort;
  clock: Clock;
}
