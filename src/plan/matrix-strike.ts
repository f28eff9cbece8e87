import { faultKind } from "../model/fault.ts";
import type { Aim } from "../model/fault-kind.ts";
import type { AskedFault, Strike } from "../model/matrix.ts";
import type { ServerSpec, Stage } from "../model/stage.ts";

type Broken = Pick<Stage, "servers" | "entry" | "standardFault">;
type NoStrike = { reason: string };

/** What runs in a service, by the name that stage files give it; of several on one server the first here counts. */
const processes: readonly { services: RegExp; process: string }[] = [
  // so Node 24 calls its own process
  { services: /^app/, process: "MainThread" },
  { services: /^(web|nginx)/, process: "nginx" },
  { services: /^(lb|haproxy)/, process: "haproxy" },
  { services: /^(db|mysql)/, process: "mysqld" },
];
const database = /^(db|database|mysql)/;

const runsOn = (server: ServerSpec, services: RegExp): boolean =>
  server.services.some((service) => services.test(service));

const entryServer = ({ servers, entry }: Broken): ServerSpec | undefined =>
  servers.find((one) => one.role === "entry") ??
  servers.find((one) => one.services.includes(entry.service) || one.sandbox === entry.service);

const databaseServer = ({ servers }: Broken): ServerSpec | undefined =>
  servers.find((one) => one.role === "database") ?? servers.find((one) => runsOn(one, database));

/** What a fault strikes when nobody says otherwise. */
function aimedAt(aim: Aim, stage: Broken): string | NoStrike {
  if (aim === "database") {
    return databaseServer(stage)?.name ?? { reason: "the stage has no server with a database" };
  }
  if (aim === "entry") {
    return entryServer(stage)?.name ?? { reason: "no server of the stage owns its entry" };
  }
  return stage.standardFault?.target ?? { reason: "the stage declares no standard fault, so no target" };
}

/** The main process of the struck server, or of the one service that is struck. */
function processAt(target: string, stage: Broken): string | undefined {
  const server = stage.servers.find((one) => one.name === target);
  const services = server?.services ?? [target];
  return processes.find((one) => services.some((service) => one.services.test(service)))?.process;
}

/** The entry server is told a wrong address for the first app server. */
function lieToEntry(stage: Broken): Strike | NoStrike {
  const entry = entryServer(stage);
  const app =
    stage.servers.find((one) => one.role === "app") ?? stage.servers.find((one) => runsOn(one, /^app/));
  const name = app?.services[0];
  if (!entry || !app || name === undefined || app === entry) {
    return { reason: "the entry server looks up no app server's name" };
  }
  return { target: entry.name, params: { name } };
}

/** Where a fault strikes a stage, and with which parameters; or why it cannot. */
export function strikeOn(stage: Broken, { kind, params }: AskedFault): Strike | NoStrike {
  if (kind === "dns-lie" && params.name === undefined) {
    const lie = lieToEntry(stage);
    return "reason" in lie ? lie : { ...lie, params: { ...params, ...lie.params } };
  }
  const target = aimedAt(faultKind(kind)?.aim ?? "server", stage);
  if (typeof target !== "string") return target;
  if (kind !== "process-kill" || params.process !== undefined) return { target, params };
  const process = processAt(target, stage);
  if (process === undefined) return { reason: `nobody can say which process matters on ${target}` };
  return { target, params: { ...params, process } };
}
