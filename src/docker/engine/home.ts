import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where the private engine keeps what; one per machine, shared by every clone. */
export interface EngineHome {
  home: string;
  socket: string;
  dockerHost: string;
  /** The unpacked packages. */
  root: string;
  /** Says which packages `root` holds; written last, so without it `root` is not whole. */
  complete: string;
  /** Scratch for downloads; always safe to delete. */
  staging: string;
  data: string;
  run: string;
  exec: string;
  pidFile: string;
  log: string;
  /** The host's firewall as it was before the engine started. */
  firewallBefore: string;
  daemonConfig: string;
  dockerConfig: string;
  bin: string;
  cli: string;
  /** Names of the host packages that we installed ourselves. */
  hostPackages: string;
  /** Our settings for the user's own Docker CLI, a folder for each. */
  userCli: string;
}

/** STAGECRAFT_HOME, else /var/lib/stagecraft for root and a folder in the user's own data for others. */
export function stagecraftHome(env: NodeJS.ProcessEnv, uid: number | undefined): string {
  if (env.STAGECRAFT_HOME) return resolve(env.STAGECRAFT_HOME);
  if (uid === 0) return "/var/lib/stagecraft";
  return join(env.XDG_DATA_HOME || join(env.HOME || homedir(), ".local", "share"), "stagecraft");
}

/** The layout of a home. */
export function engineHome(home: string): EngineHome {
  const run = join(home, "run");
  const engine = join(home, "engine");
  return {
    home,
    socket: join(run, "docker.sock"),
    dockerHost: `unix://${join(run, "docker.sock")}`,
    root: join(engine, "root"),
    complete: join(engine, "root", ".complete"),
    staging: join(engine, "staging"),
    data: join(home, "data"),
    run,
    exec: join(run, "exec"),
    pidFile: join(run, "dockerd.pid"),
    log: join(run, "dockerd.log"),
    firewallBefore: join(run, "firewall-before.json"),
    daemonConfig: join(engine, "daemon.json"),
    dockerConfig: join(home, "docker-config"),
    bin: join(home, "bin"),
    cli: join(home, "bin", "docker"),
    hostPackages: join(home, "host-packages.json"),
    userCli: join(home, "user-cli"),
  };
}
