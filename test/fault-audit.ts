import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { runsDir } from "../src/app/run-folder.ts";
import { journalFile } from "../src/faults/journal.ts";
import type { BrokenStage } from "./broken-stage.ts";
import { root } from "./lab.ts";

/** How one container is, in what a fault could have changed. */
interface Look {
  state: string;
  cpus: number;
  memory: number;
  /** Packet rules, queueing disciplines, as they are in its network namespace; counters left out. */
  network: string;
}

/** Everything of a stage that faults touch, seen from outside by plain Docker and a container of our own. */
export interface StageLook {
  containers: Record<string, Look>;
  /** Fault helpers of the run. */
  helpers: string[];
  /** Files in the size-capped volumes that only a fault makes. */
  fillFiles: string[];
  /** Tables of the database. */
  tables: string;
}

// rules and chains of somebody's: empty tables stay behind whenever one was looked at; Docker's DNS draws its ports anew
const networkScript = `
for pid in "$@"; do
  echo "== $pid"
  nsenter -t "$pid" -n sh -c "iptables-save; tc qdisc show" |
    grep -e '^-A' -e '^:.* - ' -e '^qdisc' |
    sed 's/\\[[0-9:]*\\]//; s/ qlen.*//; s/refcnt [0-9]* *//; s/127.0.0.11:[0-9]*/127.0.0.11:any/; s/--sport [0-9]*/--sport any/'
done`;

/** By process id: what is in its network namespace. */
function networksOf(
  pids: readonly string[],
  tools: string,
  docker: BrokenStage["docker"],
): Map<string, string> {
  const said = docker(
    ...["run", "--rm", "--privileged", "--pid", "host", "--network", "none", "--entrypoint", "sh"],
    ...[tools, "-c", networkScript, "look", ...pids],
  );
  return new Map(
    said
      .split("== ")
      .slice(1)
      .map((part) => [part.slice(0, part.indexOf("\n")), part.slice(part.indexOf("\n") + 1)]),
  );
}

/** Names of the fault helpers of a run, whether they run or not. */
export function helpersOf({ docker, run }: Pick<BrokenStage, "docker" | "run">): string[] {
  const filters = [`label=io.stagecraft.run=${run}`, "label=io.stagecraft.role=fault-helper"];
  const said = docker(
    ...["ps", "--all", "--format", "{{.Names}}", ...filters.flatMap((one) => ["--filter", one])],
  );
  return said.split("\n").filter(Boolean);
}

/** Looks at a stage that is up. */
export function lookAtStage({ stage, docker, run }: BrokenStage, toolsImage: string): StageLook {
  const containers: Record<string, Look> = {};
  const parts = stage.servers.flatMap((server) => [
    ...server.containers.map((one) => ({ ...one, owns: !server.sandbox })),
    ...(server.sandbox ? [{ ...server.sandbox, owns: true }] : []),
  ]);
  const format = "{{.State.Status}} {{.HostConfig.NanoCpus}} {{.HostConfig.Memory}} {{.State.Pid}}";
  const seen = parts.flatMap(({ id, service, owns }) => {
    try {
      const [state = "", cpus, memory, pid = "0"] = docker("inspect", "--format", format, id)
        .trim()
        .split(" ");
      return [{ service, owns, state, cpus: Number(cpus), memory: Number(memory), pid }];
    } catch {
      return []; // removed
    }
  });
  const inside = seen.filter((one) => one.owns && one.state === "running").map((one) => one.pid);
  const networks = networksOf(inside, toolsImage, docker);
  for (const { service, state, cpus, memory, pid } of seen) {
    containers[service] = { state, cpus, memory, network: networks.get(pid) ?? "" };
  }
  return {
    containers,
    helpers: helpersOf({ docker, run }),
    fillFiles: fillFiles(stage, docker),
    tables: tablesOf(stage, docker),
  };
}

function fillFiles(stage: BrokenStage["stage"], docker: BrokenStage["docker"]): string[] {
  return stage.servers.flatMap(({ disk, containers }) => {
    const holder = disk && containers.find((one) => one.service === disk.service);
    if (!disk || !holder) return [];
    try {
      const list = docker("exec", holder.id, "sh", "-c", `ls -A ${disk.path}`);
      return list.split("\n").filter((name) => name.startsWith(".") || name.includes("stagecraft"));
    } catch {
      return [];
    }
  });
}

function tablesOf(stage: BrokenStage["stage"], docker: BrokenStage["docker"]): string {
  const database = stage.servers.find((server) => server.role === "database")?.containers[0];
  if (!database) return "";
  const query =
    'MYSQL_PWD="$MYSQL_ROOT_PASSWORD" mysql -h127.0.0.1 -uroot -N -e "show tables" "$MYSQL_DATABASE"';
  try {
    return docker("exec", database.id, "sh", "-c", query);
  } catch {
    return "unreadable";
  }
}

/** As after a disk that was lost: what is on is known to the engine alone. */
export function loseJournal(run: string): void {
  rmSync(join(runsDir(root), run, journalFile));
}

/** The keeper that a controller started. */
export function keeperOf(controller: number): number {
  const found = execFileSync("pgrep", ["-f", `dist/main.js keep .* ${controller} `], { encoding: "utf8" });
  return Number(found.trim().split("\n")[0]);
}
