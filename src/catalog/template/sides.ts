import type { Stage } from "../../model/stage.ts";

/** What a new lab compares: a stage, and what lacks something of it. */
export interface Sides {
  strong: Stage;
  weak?: Stage;
}

/** Aliases of the two sides: as short as they can be and still differ. */
export function aliasesOf({ strong, weak }: Sides): { strong: string; weak?: string } {
  const short = (stage: Stage) => stage.variant ?? stage.name;
  const long = (stage: Stage) =>
    stage.variant === undefined ? stage.name : `${stage.name}-${stage.variant}`;
  if (!weak) return { strong: short(strong) };
  const name = short(strong) === short(weak) ? long : short;
  return { strong: name(strong), weak: name(weak) };
}

/** What a stage is usually broken by: what `bench` does to it, or the death of an app server. */
export function usualFault({ standardFault, servers }: Stage): { kind: string; target: string } {
  const app = servers.find((server) => server.role === "app") ?? servers[0];
  return standardFault ?? { kind: "kill", target: app?.name ?? "" };
}
