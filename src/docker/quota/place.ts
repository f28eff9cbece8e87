/** Our corner of the cgroup tree. */
export const quotaRoot = "stagecraft";

/** Whose quota it is: a run, a stage of it, and one of the stage's servers. */
export interface QuotaOwner {
  run: string;
  alias: string;
  server: string;
}

// in the name of a slice a dash leads one level down; names of ours have no underscore of their own
const flat = (name: string) => name.replaceAll("-", "_");

/** The slice of a run. One of its own at the top: stopping it can never end what belongs to another run. */
export const runSlice = (run: string): string => `${quotaRoot}_${flat(run)}`;

/**
 * Where a server's quota lives: `parent` as compose's `cgroup_parent` takes it, `path` below the root of the cgroup
 * tree. Undefined for a driver that has no such thing (a rootless engine without systemd says `none`).
 */
export function quotaPlace(
  driver: string,
  { run, alias, server }: QuotaOwner,
): { parent: string; path: string } | undefined {
  if (driver === "cgroupfs") {
    const path = `/${quotaRoot}/${run}/${alias}/${server}`;
    return { parent: path, path };
  }
  if (driver !== "systemd") return undefined;
  const top = runSlice(run);
  const stage = `${top}-${flat(alias)}`;
  const parent = `${stage}-${flat(server)}.slice`;
  return { parent, path: `/${top}.slice/${stage}.slice/${parent}` };
}
