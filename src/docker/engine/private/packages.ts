import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { execa } from "execa";
import { LabError, messageOf } from "../../../model/errors.ts";
import type { Say } from "../../../model/progress.ts";
import type { EngineHome } from "../home.ts";
import { aptGet } from "./apt.ts";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const suite = "forky";

/** From a newer Debian than the host's: they need only libc 2.34. tini-static is what docker-init links to. */
const newerPackages = [
  "docker.io",
  "docker-cli",
  "docker-compose",
  "docker-buildx",
  "containerd",
  "tini-static",
];
/** From the host's own release: newer ones need a newer libc. */
const hostPackages = ["runc"];

/** Whether the packages are there, whole. */
export function packagesComplete(home: EngineHome): boolean {
  return existsSync(home.complete);
}

/** Versions of the unpacked packages; empty when they are not (wholly) there. */
export function packageVersions(home: EngineHome): Record<string, string> {
  try {
    return JSON.parse(readFileSync(home.complete, "utf8")).packages;
  } catch {
    return {};
  }
}

/** An apt root of our own: the host's lists, sources and state stay as they are. */
function privateApt(home: EngineHome, mirror: string): string[] {
  const apt = join(home.staging, "apt");
  for (const folder of ["state/lists/partial", "cache/archives/partial"]) {
    mkdirSync(join(apt, folder), { recursive: true });
  }
  writeFileSync(join(apt, "sources.list"), `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`);
  const settings = {
    "Dir::Etc::sourcelist": join(apt, "sources.list"),
    "Dir::Etc::sourceparts": "-",
    "Dir::State": join(apt, "state"),
    "Dir::State::status": "/var/lib/dpkg/status",
    "Dir::Cache": join(apt, "cache"),
    "Acquire::Languages": "none",
    // mirrors of testing lag behind their own expiry date; the signature is checked all the same
    "Acquire::Check-Valid-Until": "false",
    "APT::Update::Error-Mode": "any",
  };
  return Object.entries(settings).flatMap(([key, value]) => ["-o", `${key}=${value}`]);
}

/** Packages of the host's release; a bare machine may have no package lists yet. */
async function downloadFromHost(
  names: readonly string[],
  options: { cwd: string; cancelSignal: AbortSignal | undefined },
): Promise<void> {
  try {
    await aptGet(["download", ...names], "downloading runc", options);
  } catch {
    options.cancelSignal?.throwIfAborted();
    await aptGet(
      ["-o", "APT::Update::Error-Mode=any", "update"],
      "reading the host's package lists",
      options,
    );
    await aptGet(["download", ...names], "downloading runc", options);
  }
}

/** Runs what was unpacked once: a libc that is too old shows here, not in the middle of a lab. */
async function tryOut(root: string): Promise<void> {
  for (const [file, args] of [
    ["usr/sbin/dockerd", ["--version"]],
    ["usr/bin/containerd", ["--version"]],
    ["usr/sbin/runc", ["--version"]],
    ["usr/bin/docker-init", ["--version"]],
    ["usr/libexec/docker/cli-plugins/docker-compose", ["version"]],
  ] as const) {
    try {
      await execa(join(root, file), args, { extendEnv: false, env: {} });
    } catch (error) {
      throw new LabError(
        "environment",
        `Debian's ${file} does not run on this machine: ${messageOf(error)}`,
        {
          next: "Debian 12 or later (libc 2.34) is needed; else install Docker yourself (https://docs.docker.com/engine/install/)",
        },
      );
    }
  }
}

async function unpack(debs: string, root: string): Promise<Record<string, string>> {
  const versions: Record<string, string> = {};
  mkdirSync(root);
  for (const file of readdirSync(debs).filter((name) => name.endsWith(".deb"))) {
    const path = join(debs, file);
    const { stdout } = await execa("dpkg-deb", ["--show", "--showformat", `\${Package} \${Version}`, path]);
    const [name = file, version = ""] = stdout.split(" ");
    await execa("dpkg-deb", ["--extract", path, root]);
    versions[name] = version;
  }
  chmodSync(root, 0o755);
  return versions;
}

/**
 * Downloads the engine's packages with apt (signatures and checksums checked) and unpacks them, installing nothing.
 * `root` appears in one step when it is whole; whatever an earlier, broken attempt left is thrown away.
 */
export async function fetchPackages(
  home: EngineHome,
  env: NodeJS.ProcessEnv,
  say: Say,
  cancelSignal?: AbortSignal,
): Promise<void> {
  const mirror = env.STAGECRAFT_DEBIAN_MIRROR || "http://deb.debian.org/debian";
  rmSync(home.staging, { recursive: true, force: true });
  const debs = join(home.staging, "debs");
  mkdirSync(debs, { recursive: true });
  try {
    say(`reading Debian's package list (${suite}, ${mirror})`);
    const apt = privateApt(home, mirror);
    await aptGet([...apt, "update"], `Debian's packages at ${mirror} cannot be read`, { cancelSignal });
    say(`downloading ${[...newerPackages, ...hostPackages].join(", ")}`);
    await aptGet([...apt, "download", ...newerPackages], "downloading the engine", {
      cwd: debs,
      cancelSignal,
    });
    await downloadFromHost(hostPackages, { cwd: debs, cancelSignal });
    say("unpacking");
    const root = join(home.staging, "root");
    const packages = await unpack(debs, root);
    await tryOut(root);
    writeFileSync(join(root, ".complete"), `${JSON.stringify({ suite, packages }, null, 2)}\n`);
    rmSync(home.root, { recursive: true, force: true });
    renameSync(root, home.root);
  } finally {
    rmSync(home.staging, { recursive: true, force: true });
  }
}
