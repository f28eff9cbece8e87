import type { Findings } from "../source/problems.ts";
import type { StageExtension } from "./extension.ts";
import { readPort } from "./ports.ts";
import { isActive, mapsOf, networkOwner, networksOf, type Service } from "./services.ts";

/** Users can arrive: the entry publishes its port, and the client's network leads to it. */
export function checkEntry(
  { entry, client }: StageExtension,
  compose: Record<string, unknown>,
  services: ReadonlyMap<string, Service>,
  findings: Findings,
): void {
  const path = ["x-stagecraft", "entry"];
  if (!findings.known([...path, "service"], "service", entry.service, [...services.keys()])) return;
  if (!isActive(services.get(entry.service)!)) {
    findings.add([...path, "service"], `the service "${entry.service}" is switched off in this variant`);
  }
  const owner = networkOwner(entry.service, services);
  const ports = services.get(owner)?.ports;
  const published = (Array.isArray(ports) ? ports : []).some((port) => readPort(port)?.target === entry.port);
  if (!published) {
    findings.add(
      [...path, "port"],
      `the service "${owner}" does not publish port ${entry.port}`,
      `ports: ["127.0.0.1::${entry.port}"]`,
    );
  }
  checkDns(client, services, findings);
  const networks = [...mapsOf(compose.networks).keys()];
  const all = networks.length > 0 ? networks : ["default"];
  const at = ["x-stagecraft", "client", "network"];
  if (!findings.known(at, "network", client.network, all)) return;
  const reached = networksOf(entry.service, services);
  if (reached.includes(client.network)) return;
  findings.add(
    at,
    `the service "${entry.service}" is not on the network "${client.network}"`,
    `it is on ${reached.join(", ")}`,
  );
}

/** The clients' resolver runs, on the network where they are. */
function checkDns(
  { network, dns }: StageExtension["client"],
  services: ReadonlyMap<string, Service>,
  findings: Findings,
): void {
  const path = ["x-stagecraft", "client", "dns"];
  if (dns === undefined || !findings.known(path, "service", dns, [...services.keys()])) return;
  if (!isActive(services.get(dns)!)) {
    findings.add(path, `the service "${dns}" is switched off in this variant`);
  }
  const reached = networksOf(dns, services);
  if (reached.includes(network)) return;
  findings.add(
    path,
    `the service "${dns}" is not on the client's network "${network}"`,
    `it is on ${reached.join(", ")}`,
  );
}
