import { LabError } from "../../model/errors.ts";
import type { RunningServer, StageContainer } from "../../model/stage.ts";
import type { Reach, Strike } from "../fault.ts";

/** True for a container that runs a MySQL server. */
async function isDatabase({ id }: StageContainer, reach: Reach): Promise<boolean> {
  const state = await reach.containers.state(id);
  if (!state.running || state.paused) return false;
  const { code } = await reach.containers.exec(id, ["sh", "-c", "command -v mysqld && command -v mysql"]);
  return code === 0;
}

async function databasesIn(containers: readonly StageContainer[], reach: Reach): Promise<StageContainer[]> {
  const found = await Promise.all(containers.map((one) => isDatabase(one, reach)));
  return containers.filter((_, index) => found[index]);
}

async function choices(servers: readonly RunningServer[], reach: Reach): Promise<string> {
  const found = await databasesIn(
    servers.flatMap((server) => server.containers),
    reach,
  );
  if (found.length === 0) return "no server of this stage runs a database now";
  const names = servers.filter((server) => server.containers.some((one) => found.includes(one)));
  return `servers that run one: ${names.map((server) => server.name).join(", ")}`;
}

/** The containers of the target that run a database. Throws LabError `fault` that names those which do, if none does. */
export async function databasesOf(
  strike: Pick<Strike, "stage" | "target" | "reach">,
): Promise<StageContainer[]> {
  const { stage, target, reach } = strike;
  const found = await databasesIn(target.containers, reach);
  if (found.length > 0) return found;
  throw new LabError("fault", `no database runs on ${target.name}`, {
    next: await choices(stage.servers, reach),
  });
}
