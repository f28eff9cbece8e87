import { accessSync, constants, existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";

function findInPath(name: string, path: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Why a Debian base cannot be made on this host; undefined when it can. */
export function whyNoBase(
  env: NodeJS.ProcessEnv,
  host: { uid: number | undefined; osRelease: string | undefined },
): { why: string; next?: string } | undefined {
  if (!host.osRelease || !/^ID(_LIKE)?=.*\bdebian\b/m.test(host.osRelease))
    return { why: "the base image can only be made on a Debian-family Linux" };
  if (host.uid !== 0) return { why: "the base image can only be made by root" };
  if (!findInPath("mmdebstrap", env.PATH ?? ""))
    return { why: "mmdebstrap is missing", next: "apt-get install mmdebstrap" };
  return undefined;
}

/** This host, as far as it matters for making a base. */
export function thisHost(): { uid: number | undefined; osRelease: string | undefined } {
  const file = "/etc/os-release";
  return { uid: process.getuid?.(), osRelease: existsSync(file) ? readFileSync(file, "utf8") : undefined };
}
