import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { readOwners, runsDir } from "../src/app/run-folder.ts";
import { type BrokenStage, upForFaults } from "./broken-stage.ts";
import { lookAtStage, type StageLook } from "./fault-audit.ts";
import { root } from "./lab.ts";
import { until } from "./until.ts";

/** A stage to be broken, and how it looked before anything was done to it. */
export interface Ground {
  broken: BrokenStage;
  before: StageLook;
  look: () => StageLook;
  /** Waits until it looks as before, for whoever still has to tidy up; fails with the difference. */
  untouched: (withinMs?: number) => Promise<void>;
}

/** Brings a stage up and looks at it. */
export async function groundUp(words: string): Promise<Ground> {
  const broken = await upForFaults(words);
  const tools = readOwners(root).get(broken.run)!.helperImages!.tools!;
  const look = () => lookAtStage(broken, tools);
  const before = look();
  return {
    broken,
    before,
    look,
    async untouched(withinMs) {
      const same = () => JSON.stringify(look()) === JSON.stringify(before);
      await until(same, "the stage is as it was before", withinMs).catch(() => {});
      const log = join(runsDir(root), broken.run, "keeper.log");
      expect(look(), existsSync(log) ? `keepers said: ${readFileSync(log, "utf8")}` : "").toEqual(before);
    },
  };
}
