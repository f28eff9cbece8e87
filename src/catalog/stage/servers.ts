import { type MachineName, type MachineType, machineTypes } from "../../model/machines.ts";
import type { ServerSpec } from "../../model/stage.ts";
import type { Findings } from "../source/problems.ts";
import type { Path } from "../source/yaml.ts";
import type { StageExtension } from "./extension.ts";
import { isActive, networkOwner, type Service } from "./services.ts";
import { memoryMiB, onlyVariable, withDefaults } from "./variables.ts";

// A service in whose network all of a server's services live, but which is none of them, is its sandbox.
function sharedNetwork(
  active: readonly string[],
  services: ReadonlyMap<string, Service>,
): string | undefined {
  const owners = new Set(active.map((service) => networkOwner(service, services)));
  const [owner] = owners;
  return owners.size === 1 && owner !== undefined && !active.includes(owner) ? owner : undefined;
}

// The variable of the cgroup parent that all of a server's services name.
function sharedParent(active: readonly string[], services: ReadonlyMap<string, Service>): string | undefined {
  const parents = new Set(
    active.map((service) => onlyVariable(String(services.get(service)?.cgroup_parent ?? ""))?.variable),
  );
  return parents.size === 1 ? [...parents][0] : undefined;
}

interface Machine {
  type: MachineName;
  cgroup: string | undefined;
}

/** The servers that a stage has with its variant: services that are taken out are gone, and so are empty servers. */
export function readServers(
  extension: StageExtension,
  services: ReadonlyMap<string, Service>,
  findings: Findings,
): ServerSpec[] {
  const owner = new Map<string, string>();
  const claim = (service: string, by: string, path: Path) => {
    const earlier = owner.get(service);
    if (earlier !== undefined) findings.add(path, `the service "${service}" is part of ${earlier}, too`);
    owner.set(service, by);
  };
  const servers: ServerSpec[] = [];
  for (const [name, written] of Object.entries(extension.servers)) {
    const path = ["x-stagecraft", "servers", name];
    const active = written.services.filter((service, index) => {
      const at = [...path, "services", index];
      claim(service, `the server ${name}`, at);
      return findings.known(at, "service", service, [...services.keys()]) && isActive(services.get(service)!);
    });
    const sandbox = written.sandbox ?? sharedNetwork(active, services);
    if (sandbox !== undefined) {
      const at = written.sandbox === undefined ? path : [...path, "sandbox"];
      claim(sandbox, `the server ${name}`, at);
      findings.known(at, "service", sandbox, [...services.keys()]);
    }
    if (active.length === 0) continue;
    const cgroup = written.cgroup ?? sharedParent(active, services);
    checkMachine(name, { type: written.type, cgroup }, active, services, findings);
    const { role, disk } = written;
    if (disk) findings.known([...path, "disk", "service"], "service", disk.service, active);
    servers.push({
      name,
      type: written.type,
      services: active,
      ...(sandbox !== undefined && { sandbox }),
      ...(cgroup !== undefined && { cgroupVariable: cgroup }),
      ...(role !== undefined && { role }),
      ...(disk !== undefined && { disk }),
    });
  }
  extension.helpers?.forEach((service, index) => {
    const at = ["x-stagecraft", "helpers", index];
    claim(service, "the helpers", at);
    findings.known(at, "service", service, [...services.keys()]);
  });
  for (const [name, service] of services) {
    if (owner.has(name) || !isActive(service)) continue;
    const next = "name it in x-stagecraft: under a server's services, or under helpers";
    findings.add(["services", name], `the service "${name}" runs on no server`, next, "key");
  }
  return servers;
}

function checkMachine(
  name: string,
  written: Machine,
  active: readonly string[],
  services: ReadonlyMap<string, Service>,
  findings: Findings,
): void {
  const type = machineTypes[written.type];
  if (written.cgroup !== undefined) {
    checkShared(name, written, active, services, findings);
    return;
  }
  let cpus = 0;
  let memory = 0;
  for (const service of active) {
    const limits = limitsOf(services.get(service)!);
    for (const key of ["cpus", "mem_limit"] as const) {
      if (limits[key] !== undefined) continue;
      findings.add(
        ["services", service],
        `"${key}" is missing: the server ${name} is a ${typeText(type)}`,
        undefined,
        "key",
      );
      return;
    }
    cpus += limits.cpus!;
    memory += limits.mem_limit!;
  }
  const place = (key: string): Path => ["services", active[0]!, key];
  if (Math.abs(cpus - type.cpus) > 1e-6) {
    findings.add(place("cpus"), `the server ${name} has ${cpus} cpus but is a ${typeText(type)}`);
  }
  if (Math.abs(memory - type.memoryMiB) > 0.5) {
    findings.add(place("mem_limit"), `the server ${name} has ${memory} MiB but is a ${typeText(type)}`);
  }
}

// Under a shared quota a service's own limit may be smaller than the machine, never larger.
function checkShared(
  name: string,
  written: Machine,
  active: readonly string[],
  services: ReadonlyMap<string, Service>,
  findings: Findings,
): void {
  const type = machineTypes[written.type];
  for (const service of active) {
    const parent = services.get(service)?.cgroup_parent;
    if (typeof parent !== "string" || onlyVariable(parent)?.variable !== written.cgroup) {
      const next = `cgroup_parent: \${${written.cgroup}:-}`;
      findings.add(
        ["services", service],
        `the service "${service}" is not under the quota of ${name}`,
        next,
        "key",
      );
    }
    const limits = limitsOf(services.get(service) ?? {});
    if ((limits.cpus ?? 0) > type.cpus + 1e-6) {
      findings.add(
        ["services", service, "cpus"],
        `more than the server ${name} has: it is a ${typeText(type)}`,
      );
    }
    if ((limits.mem_limit ?? 0) > type.memoryMiB + 0.5) {
      findings.add(
        ["services", service, "mem_limit"],
        `more than the server ${name} has: it is a ${typeText(type)}`,
      );
    }
  }
}

function limitsOf(service: Service): { cpus: number | undefined; mem_limit: number | undefined } {
  const cpus = service.cpus === undefined ? Number.NaN : Number(withDefaults(String(service.cpus)));
  return { cpus: Number.isFinite(cpus) ? cpus : undefined, mem_limit: memoryMiB(service.mem_limit) };
}

const typeText = (type: MachineType): string => `${type.name} (${type.cpus} cpus, ${type.memoryMiB} MiB)`;
