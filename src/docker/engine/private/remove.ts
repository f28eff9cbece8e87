import { existsSync } from "node:fs";
import { readdir, rm, rmdir } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import type { EngineHome } from "../home.ts";
import { runningDaemons } from "./daemons.ts";
import { engineLockPath } from "./lock.ts";

/** What we put into the engine's home; anything else there is the user's. */
const ownEntries = ["bin", "data", "docker-config", "engine", "host-packages.json", "run", "user-cli"];

export interface HomeEntry {
  path: string;
  bytes: number;
}

/** Our files in the engine's home and at `others`, with the space each takes on the disk. */
export async function homeEntries(home: EngineHome, others: readonly string[] = []): Promise<HomeEntry[]> {
  const own = ownEntries.map((name) => join(home.home, name));
  const paths = [...new Set([...own, ...others])].filter(existsSync);
  return Promise.all(
    paths.map(async (path) => {
      // one file system: what containers have mounted under data/ is counted once, as layers
      const { stdout } = await execa("du", ["-skx", path], { reject: false });
      return { path, bytes: Number.parseInt(stdout, 10) * 1024 || 0 };
    }),
  );
}

/** Deletes the engine's files and lock; call when it is stopped. Returns what stays in the home because it is not ours. */
export async function removeHome(home: EngineHome): Promise<string[]> {
  for (const name of ownEntries) await rm(join(home.home, name), { recursive: true, force: true });
  // another home's engine may hold it
  if ((await runningDaemons()).length === 0) await rm(engineLockPath, { force: true });
  const others = await readdir(home.home).catch(() => []);
  if (others.length === 0) await rmdir(home.home).catch(() => undefined);
  return others.map((name) => join(home.home, name));
}
