import { isAbsolute, relative, resolve } from "node:path";
import type { Findings } from "../source/problems.ts";
import type { Path } from "../source/yaml.ts";
import { isPlain } from "./merge.ts";
import { readPort } from "./ports.ts";
import { mapsOf, namesIn, type Service } from "./services.ts";
import { withDefaults } from "./variables.ts";

/** What a stage must not do to the host, or to other runs beside it. */
export function checkSafety(compose: Record<string, unknown>, folder: string, findings: Findings): void {
  for (const [name, service] of mapsOf(compose.services)) {
    const path: Path = ["services", name];
    checkService(service, path, findings);
    checkPorts(service, path, findings);
    checkVolumes(service, path, folder, findings);
  }
  for (const [name, volume] of mapsOf(compose.volumes)) checkVolume(volume, ["volumes", name], findings);
  for (const [name, network] of mapsOf(compose.networks)) {
    const ipam = isPlain(network.ipam) ? network.ipam : {};
    const pools = Array.isArray(ipam.config) ? ipam.config : [];
    if (pools.some((pool) => isPlain(pool) && pool.subnet !== undefined && !isChosenPerRun(pool))) {
      findings.add(
        ["networks", name, "ipam"],
        "a fixed subnet clashes with other runs",
        `leave the choice to the engine, or to us: subnet: ${runSubnet}.0/24`,
        "key",
      );
    }
  }
}

// The one way to name addresses: the controller picks three bytes for each run, the default is for use by hand.
const runSubnet = `\${STAGECRAFT_VIP_NET:-10.77.0}`;

function isChosenPerRun(pool: Record<string, unknown>): boolean {
  const { subnet, gateway, ip_range: range, ...others } = pool;
  if (gateway !== undefined && gateway !== `${runSubnet}.1`) return false;
  if (subnet !== `${runSubnet}.0/24` || Object.keys(others).length > 0) return false;
  if (range === undefined) return true;
  const text = String(range);
  return (
    text.startsWith(`${runSubnet}.`) && /^\d{1,3}\/(2[4-9]|3[0-2])$/.test(text.slice(runSubnet.length + 1))
  );
}

function checkService(service: Service, path: Path, findings: Findings): void {
  if (service.container_name !== undefined) {
    findings.add(
      [...path, "container_name"],
      "a fixed container name clashes with other runs",
      "leave it out",
      "key",
    );
  }
  if (service.privileged !== undefined && service.privileged !== false) {
    findings.add(
      [...path, "privileged"],
      "a stage takes no privileges over the host",
      "cap_add what is needed",
      "key",
    );
  }
  for (const name of namesIn(service.cap_add)) {
    if (networkCapabilities.includes(name.replace(/^CAP_/, ""))) continue;
    findings.add(
      [...path, "cap_add"],
      `the capability ${name} reaches beyond the stage`,
      `what a server's own network needs: ${networkCapabilities.join(", ")}`,
      "key",
    );
  }
  for (const name of sysctlNames(service.sysctls)) {
    if (name.startsWith("net.")) continue;
    findings.add(
      [...path, "sysctls"],
      `the setting ${name} is not of the server's own network`,
      "only net.… is",
      "key",
    );
  }
  for (const key of ["network_mode", "pid", "ipc", "userns_mode", "uts", "cgroup"]) {
    if (service[key] !== "host") continue;
    findings.add([...path, key], `"${key}: host" leaves the stage`, "leave it out", "key");
  }
}

// Over a network namespace of its own these cannot touch anything else.
const networkCapabilities = ["NET_ADMIN", "NET_RAW", "NET_BIND_SERVICE"];

// `- net.x=1` or `net.x: 1`
const sysctlNames = (value: unknown): string[] => namesIn(value).map((name) => name.split("=")[0]!.trim());

function checkPorts(service: Service, path: Path, findings: Findings): void {
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

function checkVolumes(service: Service, path: Path, folder: string, findings: Findings): void {
  const volumes = Array.isArray(service.volumes) ? service.volumes : [];
  volumes.forEach((value, index) => {
    const at = [...path, "volumes", index];
    const source = bindSource(value);
    if (source === undefined) return;
    if (/(^|\/)docker\.sock$/.test(source)) {
      findings.add(at, "no container gets the engine's socket", "whoever has it owns the host");
    } else if (isOutside(source, folder)) {
      findings.add(
        at,
        `the bind mount ${source} is outside the stage's folder`,
        "put the file beside compose.yaml, or use configs:",
      );
    }
  });
}

const largestDiskMiB = 256;

// A driver or its options can mount any folder or device of the host; a small disk in memory is the form that cannot.
function checkVolume(volume: Record<string, unknown>, path: Path, findings: Findings): void {
  const { driver, driver_opts: options } = volume;
  if (driver !== undefined && driver !== "local") {
    findings.add([...path, "driver"], "only the driver local is known to keep to itself", "leave it out");
  }
  if (options === undefined || isSmallDisk(options)) return;
  findings.add(
    [...path, "driver_opts"],
    "driver_opts can reach the host's folders and devices",
    `leave them out, or ask for a disk in memory, of ${largestDiskMiB}m at most: ` +
      '{type: tmpfs, device: tmpfs, o: "size=32m,uid=1000,gid=1000,mode=0755"}',
    "key",
  );
}

function isSmallDisk(options: unknown): boolean {
  if (!isPlain(options)) return false;
  const { type, device, o, ...others } = options;
  if (type !== "tmpfs" || device !== "tmpfs" || Object.keys(others).length > 0) return false;
  const words = String(o).split(",");
  // a size of 0 would mean none
  const size = words
    .map((word) => /^size=([1-9]\d{0,5})([km])$/.exec(word))
    .filter((found) => found !== null);
  const known = words.filter((word) => /^(size=\d+[km]|[ug]id=\d{1,6}|mode=[0-7]{3,4})$/.test(word));
  if (size.length !== 1 || known.length !== words.length) return false;
  return (size[0]![2] === "m" ? Number(size[0]![1]) : Number(size[0]![1]) / 1024) <= largestDiskMiB;
}

/** Host path of a bind mount; `undefined` for named and anonymous volumes. */
function bindSource(value: unknown): string | undefined {
  if (isPlain(value)) return value.type === "bind" ? withDefaults(String(value.source ?? "")) : undefined;
  const text = withDefaults(String(value));
  const [source, target] = text.split(":");
  return target !== undefined && /^[./~]/.test(source!) ? source : undefined;
}

function isOutside(source: string, folder: string): boolean {
  if (source.startsWith("~")) return true;
  const inside = relative(folder, resolve(folder, source));
  return inside.startsWith("..") || isAbsolute(inside);
}
