import { accessSync, constants, existsSync } from "node:fs";
import { delimiter, join } from "node:path";

const usualFolders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/usr/local/sbin", "/snap/bin"];

/** Absolute path of an executable on PATH, leaving out what lies under `except`; undefined when there is none. */
export function findExecutable(name: string, path: string, except?: string): string | undefined {
  for (const folder of path.split(delimiter)) {
    if (!folder || (except && `${folder}/`.startsWith(`${except}/`))) continue;
    const file = join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {}
  }
  return undefined;
}

/**
 * A Docker that is installed but may not run, and how to start it. A lone `docker` command is none: it has no engine.
 * `home`: the private engine's folder, whose dockerd does not count.
 */
export function findStopped(
  env: NodeJS.ProcessEnv,
  os: NodeJS.Platform,
  home: string,
): { what: string; start: string } | undefined {
  if (os === "darwin") {
    if (existsSync("/Applications/OrbStack.app")) return { what: "OrbStack", start: "open -a OrbStack" };
    if (existsSync("/Applications/Docker.app")) return { what: "Docker Desktop", start: "open -a Docker" };
    if (findExecutable("colima", env.PATH ?? "")) return { what: "Colima", start: "colima start" };
    return undefined;
  }
  if (os !== "linux") return undefined;
  const units = ["/etc/systemd/system", "/usr/lib/systemd/system", "/lib/systemd/system"];
  if (units.some((folder) => existsSync(join(folder, "docker.service")))) {
    const systemd = existsSync("/run/systemd/system");
    return { what: "Docker", start: systemd ? "sudo systemctl start docker" : "sudo service docker start" };
  }
  if (existsSync("/opt/docker-desktop")) {
    return { what: "Docker Desktop", start: "systemctl --user start docker-desktop" };
  }
  if (existsSync("/snap/bin/docker")) return { what: "Docker (snap)", start: "sudo snap start docker" };
  const path = [env.PATH ?? "", ...usualFolders].join(delimiter);
  const dockerd = findExecutable("dockerd", path, home);
  if (!dockerd) return undefined;
  const service = existsSync("/etc/init.d/docker");
  return { what: `Docker (${dockerd})`, start: service ? "sudo service docker start" : `sudo ${dockerd}` };
}
