import type Docker from "dockerode";
import { labels } from "../model/labels.ts";
import type { ServerLook } from "../model/look.ts";
import { asking } from "./access.ts";

/** States of all containers of a run, by container id. */
export async function containerStates(
  docker: Docker,
  run: string,
): Promise<ReadonlyMap<string, ServerLook["state"]>> {
  const filters = { label: [`${labels.run}=${run}`] };
  const found = await asking(docker.listContainers({ all: true, filters }));
  return new Map(found.map(({ Id, State, Status }) => [Id, stateOf(State, Status)]));
}

/** The engine tells a container's health only in words: `Up 2 minutes (unhealthy)`. */
function stateOf(state: string, status: string): ServerLook["state"] {
  if (state === "paused") return "paused";
  if (state !== "running") return "down";
  return status.includes("(unhealthy)") ? "ill" : "up";
}
