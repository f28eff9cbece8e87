import type Docker from "dockerode";
import { asking } from "../access.ts";
import { buildBase } from "./build-base.ts";
import { buildDockerfile, relabel } from "./build-dockerfile.ts";
import type { BuildJob } from "./build-job.ts";
import { openBuildLog } from "./build-log.ts";
import { checkVersions } from "./check-versions.ts";
import { homeReference, imageLabels } from "./spec.ts";

/**
 * Builds an image at home, checks the versions in it, and only then gives it its name: whoever sees the name sees
 * a good image. Answers with its reference. Throws LabError `image`.
 */
export async function build(
  docker: Docker,
  request: Pick<BuildJob, "spec" | "engine" | "parentRef" | "say" | "signal"> & { hash: string },
): Promise<string> {
  const { spec, hash } = request;
  const reference = homeReference(spec, hash);
  const target = `stagecraft/building:${spec.name}-${hash.slice(0, 12)}`;
  const labels = { [imageLabels.name]: spec.name, [imageLabels.inputs]: hash };
  const job: BuildJob = { ...request, target, labels, log: openBuildLog(spec.name) };
  try {
    if (spec.suite === undefined) await buildDockerfile(job);
    else await buildBase(docker, job);
    const version = await checkVersions(request.engine, spec, target, request.signal);
    await relabel(job, target, reference, { [imageLabels.version]: version });
    await asking(docker.getImage(reference).tag({ repo: `stagecraft/${spec.name}`, tag: spec.tag }));
    return reference;
  } finally {
    job.log.close();
    await docker
      .getImage(target)
      .remove({ noprune: true })
      .catch(() => {}); // only a name that nobody knows
  }
}
