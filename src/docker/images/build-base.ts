import { createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type Docker from "dockerode";
import { LabError } from "../../model/errors.ts";
import { printableLine } from "../../text/printable.ts";
import { asking } from "../access.ts";
import type { BuildJob } from "./build-job.ts";
import { thisHost, whyNoBase } from "./debian-host.ts";
import { errorIn, eventsOf } from "./engine-events.ts";
import { runLogged } from "./run-logged.ts";

/** mmdebstrap's own progress, without its commands. */
const step = /^I: (running|downloading|extracting|installing|cleaning|creating)/;

async function importTar(docker: Docker, tar: string, job: BuildJob): Promise<void> {
  const [repo, tag] = job.target.split(":");
  const changes = [
    'CMD ["bash"]',
    ...Object.entries(job.labels).map(([name, value]) => `LABEL ${name}="${value}"`),
  ];
  const stream = await asking(docker.importImage(createReadStream(tar), { repo, tag, changes }));
  for await (const event of eventsOf(stream)) {
    const error = errorIn(event);
    if (error !== undefined)
      throw job.log.failure(`the engine does not take the base: ${printableLine(error)}`);
  }
}

/**
 * Makes a minimal Debian from signed packages and imports it. apt's and dpkg's settings come from the image's
 * folder and stay in the image; the host's own apt settings do not count. Throws LabError `image`.
 */
export async function buildBase(docker: Docker, job: BuildJob): Promise<void> {
  const { spec, say, log } = job;
  const missing = whyNoBase(process.env, thisHost());
  if (missing) {
    throw new LabError("image", missing.why, {
      next: missing.next ?? `pull ${spec.official ?? "it"} where a registry is reachable, or load a pack`,
    });
  }
  const folder = mkdtempSync(join(tmpdir(), "stagecraft-base-"));
  const tar = join(folder, "base.tar");
  const file = (name: string) => join(spec.context, name);
  try {
    const good = await runLogged(
      {
        file: "mmdebstrap",
        args: [
          "--variant=essential",
          "--include=apt,ca-certificates",
          `--aptopt=${file("apt.conf")}`,
          `--dpkgopt=${file("dpkg.cfg")}`,
          spec.suite!,
          tar,
          file("sources.list"),
        ],
        env: { TMPDIR: folder },
        signal: job.signal,
      },
      log,
      (line) => {
        if (step.test(line)) say(line.slice(3));
      },
    );
    if (!good) throw log.failure("mmdebstrap failed", "look whether deb.debian.org is reachable");
    say("importing the base");
    await importTar(docker, tar, job);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
