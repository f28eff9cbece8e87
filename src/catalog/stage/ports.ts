import type { Findings } from "../source/problems.ts";
import type { Path } from "../source/yaml.ts";
import { isPlain } from "./merge.ts";
import type { Service } from "./services.ts";
import { withDefaults } from "./variables.ts";

/** A published port as it is written in a stage. */
export interface PublishedPort {
  host: string | undefined;
  /** Fixed port of the host; `undefined` leaves the choice to the engine. */
  published: string | undefined;
  target: number;
}

/** Reads compose's short (`127.0.0.1::80`) or long form; `undefined` when it is neither. */
export function readPort(value: unknown): PublishedPort | undefined {
  if (isPlain(value)) {
    const published = value.published;
    return {
      host: typeof value.host_ip === "string" ? withDefaults(value.host_ip) : undefined,
      published:
        published === undefined || published === 0 || published === "" ? undefined : String(published),
      target: Number(value.target),
    };
  }
  const text = withDefaults(String(value)).replace(/\/(tcp|udp)$/, "");
  const found = /^(?:(?:(\[[^\]]+\]|[^:[\]]*):)?([\d-]*):)?(\d+)$/.exec(text);
  if (!found) return undefined;
  const [, host, published, target] = found;
  return {
    host: host || undefined,
    published: published && published !== "0" ? published : undefined,
    target: Number(target),
  };
}

/** Ports are published on loopback only, at numbers that the engine chooses. */
export function checkPorts(service: Service, path: Path, findings: Findings): void {
  const ports = Array.isArray(service.ports) ? service.ports : [];
  ports.forEach((value, index) => {
    const at = [...path, "ports", index];
    const port = readPort(value);
    if (!port) {
      findings.add(at, "this port is not understood", 'write it as "127.0.0.1::80"');
      return;
    }
    if (port.host !== "127.0.0.1") {
      findings.add(at, "this port is open to other machines", `write it as "127.0.0.1::${port.target}"`);
    }
    if (port.published !== undefined) {
      findings.add(
        at,
        `the fixed host port ${port.published} clashes with other runs`,
        `write it as "127.0.0.1::${port.target}"`,
      );
    }
  });
}
