import { abilitiesOf } from "../src/app/abilities.ts";
import { type FaultRoom, faultRoom } from "../src/app/fault-room.ts";
import { adaptPatience } from "../src/app/patience.ts";
import { readOwners } from "../src/app/run-folder.ts";
import { openRunningSession } from "../src/app/session.ts";
import { chooseRun } from "../src/app/up.ts";
import { ownIdentity } from "../src/docker/process-identity.ts";
import type { Abilities } from "../src/model/abilities.ts";
import type { FaultPort } from "../src/model/ports.ts";
import type { RunningStage } from "../src/model/stage.ts";
import { dockerCli, lab, root } from "./lab.ts";

/** A stage that is up, with everything that tests of faults need. No keeper: tests that want one start `lab break`. */
export interface BrokenStage {
  run: string;
  stage: RunningStage;
  room: FaultRoom;
  port: FaultPort;
  abilities: Abilities;
  /** Docker's CLI on the engine. */
  docker: (...args: string[]) => string;
  /** The container of a service. */
  container: (service: string) => string;
  down: () => Promise<void>;
}

/** Brings a stage up for faults: `name` or `name/variant`. */
export async function upForFaults(words: string): Promise<BrokenStage> {
  const up = await lab(["up", words, "--json"]);
  if (up.code !== 0) throw new Error(`${words} did not come up: ${up.stderr}`);
  const { run } = JSON.parse(up.stdout) as { run: string };
  const { stage } = chooseRun(root, run);
  const session = await openRunningSession({ env: process.env });
  const images = readOwners(root).get(run)!.helperImages!;
  await adaptPatience({ root, env: process.env, say: () => {} }, session, images.tools);
  const abilities = await abilitiesOf(session, images.tools!, { root, env: process.env });
  const room = faultRoom({
    session,
    root,
    run,
    lab: "none",
    toolsImage: images.tools,
    clientImage: images.client,
  });
  const owner = await ownIdentity();
  return {
    run,
    stage,
    room,
    port: room.portFor(owner, () => abilities),
    abilities,
    docker: await dockerCli(),
    container(service) {
      const all = stage.servers.flatMap((one) => [...one.containers, ...(one.sandbox ? [one.sandbox] : [])]);
      const found = all.find((one) => one.service === service);
      if (!found) throw new Error(`no service ${service}`);
      return found.id;
    },
    async down() {
      await lab(["down", "--run", run]);
    },
  };
}
