import { readlinkSync, realpathSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Findings } from "../../source/problems.ts";
import type { Path } from "../../source/yaml.ts";
import { isPlain } from "../merge.ts";
import { mapsOf, type Service } from "../services.ts";

/** The files that a stage names are its own, or shared by all stages, wherever links lead. */
export function checkPaths(compose: Record<string, unknown>, folder: string, findings: Findings): void {
  const own = (path: Path, named: unknown, what: string, ...others: string[]) => {
    if (typeof named !== "string" || isOwn(named, folder, ...others)) return;
    findings.add(
      path,
      `the ${what} ${named} is outside the stage's folder`,
      "put the file beside compose.yaml",
    );
  };
  for (const [name, service] of mapsOf(compose.services)) {
    const path: Path = ["services", name];
    for (const [at, source] of mounted(service)) own([...path, "volumes", ...at], source, "bind mount");
    if (isPlain(service.extends)) own([...path, "extends", "file"], service.extends.file, "base");
    const build = isPlain(service.build) ? service.build : {};
    // images of the project are built from its own folders
    const images = [join(dirname(folder), "images"), join(dirname(dirname(folder)), "sample-app")];
    own([...path, "build", "context"], build.context, "build context", ...images);
  }
  for (const kind of ["configs", "secrets"]) {
    for (const [name, part] of mapsOf(compose[kind])) own([kind, name, "file"], part.file, kind.slice(0, -1));
  }
}

/** Host paths among a service's mounts. */
function mounted(service: Service): [at: Path, source: unknown][] {
  const volumes = Array.isArray(service.volumes) ? service.volumes : [];
  return volumes.flatMap((value, index): [Path, unknown][] => {
    if (isPlain(value)) return value.type === "bind" ? [[[index, "source"], value.source]] : [];
    const [source, target] = String(value).split(":");
    return target !== undefined && /^[./~]/.test(source!) ? [[[index], source]] : [];
  });
}

/** Whether a path from the stage's folder on stays there, in what stages share, or in one of `others`. */
export function isOwn(named: string, folder: string, ...others: string[]): boolean {
  // compose puts the caller's home in for ~
  if (named.startsWith("~")) return false;
  const homes = [folder, join(dirname(folder), "shared"), ...others];
  return homes.some((home) => isInside(resolve(folder, named), home));
}

function isInside(path: string, home: string): boolean {
  const from = relative(real(home), real(path));
  return !from.startsWith("..") && !isAbsolute(from);
}

/** Where a path leads; of what is not there, its nearest folder that is. Links that lead nowhere are followed, too. */
function real(path: string, links = 40): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    if (above === path || links === 0) return path;
    const home = real(above, links);
    const link = linkAt(join(home, basename(path)));
    return link === undefined ? join(home, basename(path)) : real(resolve(home, link), links - 1);
  }
}

function linkAt(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
