import { createCommandPort } from "../docker/commands.ts";
import { identify } from "../docker/process-identity.ts";
import { createStagePort } from "../docker/stage.ts";
import { createTurnPort } from "../docker/turn.ts";
import { createUsagePort } from "../docker/usage.ts";
import type { FaultPort, StagePort } from "../model/ports.ts";
import type { Say } from "../model/progress.ts";
import type { RunPorts } from "../run/ports.ts";
import { wallClock } from "./clock.ts";
import { keepToStage } from "./keep-to-stage.ts";
import { createLoadPort } from "./load-port.ts";
import type { RunFolder } from "./run-folder.ts";
import { sampleLedger } from "./sample-ledger.ts";
import type { Session } from "./session.ts";
import { workerFile } from "./worker-file.ts";

export interface PortOptions {
  session: Session;
  folder: RunFolder;
  lab: string;
  root: string;
  /** Image variables and secrets. */
  variables: Record<string, string>;
  clientImage: string;
  toolsImage: string | undefined;
  /** STAGECRAFT_SPEED. */
  speed: number;
  /** STAGECRAFT_CPU_PERIOD. */
  periodUs: number | undefined;
  say: Say;
}

export interface RunPortOptions extends PortOptions {
  faults: FaultPort;
}

/** Stages that belong to a run folder: what may outlive us is on record there before it is made. */
export function stagePort(options: PortOptions): StagePort {
  const { session, folder } = options;
  return createStagePort({
    docker: session.docker,
    access: session.access,
    run: folder.run,
    lab: options.lab,
    home: options.root,
    runDir: folder.path,
    variables: options.variables,
    toolsImage: options.toolsImage,
    cgroupDriver: session.engine.cgroupDriver,
    speed: options.speed,
    accept: keepToStage,
    periodUs: options.periodUs,
    say: options.say,
    onQuota: (quotas) => void folder.owner({ quotas }),
    async onProcess(pid) {
      const identity = await identify(pid);
      if (!identity) return async () => {};
      const { processes } = folder.owner({});
      folder.owner({ processes: [...processes, identity] });
      return async () => {
        const current = folder.owner({}).processes;
        folder.owner({ processes: current.filter((one) => one.pid !== pid) });
      };
    },
  });
}

/** All ports of a run on real containers. */
export function runPorts(options: RunPortOptions): RunPorts {
  const { session, folder } = options;
  return {
    stages: stagePort(options),
    ledger: sampleLedger,
    load: createLoadPort(session.docker, {
      image: options.clientImage,
      workerFile: workerFile(options.root),
      run: folder.run,
      lab: options.lab,
      home: options.root,
    }),
    faults: options.faults,
    usage: createUsagePort(session.docker, folder.run),
    commands: createCommandPort(session.docker),
    turn: createTurnPort(() =>
      options.say("another run is measuring on this machine: waiting for its turn to end"),
    ),
    clock: wallClock,
  };
}
