import { existsSync } from "node:fs";
import type { BuildJob } from "./build-job.ts";
import { runLogged } from "./run-logged.ts";

/** Where hosts keep their certificates, in the order of how common they are. */
const caBundles = [
  "/etc/ssl/certs/ca-certificates.crt",
  "/etc/pki/tls/certs/ca-bundle.crt",
  "/etc/ssl/ca-bundle.pem",
  "/etc/ssl/cert.pem",
];

const proxyNames = ["http_proxy", "https_proxy", "no_proxy"].flatMap((name) => [name, name.toUpperCase()]);

/** The arguments of `docker` for a build; pure, so that a test can read them. */
export function buildArguments(
  job: Pick<BuildJob, "spec" | "target" | "labels" | "parentRef">,
  host: { ca: string | undefined; env: NodeJS.ProcessEnv },
): string[] {
  const { spec, target, labels, parentRef } = job;
  const buildArgs = proxyNames.filter((name) => host.env[name]).map((name) => `${name}=${host.env[name]}`);
  if (spec.from && parentRef !== undefined) buildArgs.push(`${spec.from.arg}=${parentRef}`);
  const each = (flag: string, values: string[]) => values.flatMap((value) => [flag, value]);
  return [
    "buildx",
    "build",
    "--builder=default",
    "--load",
    "--progress=plain",
    "--provenance=false",
    // a proxy or a resolver on the host's loopback is out of reach from a build's own network
    "--network=host",
    `--tag=${target}`,
    ...each("--build-arg", buildArgs),
    ...each(
      "--label",
      Object.entries(labels).map(([name, value]) => `${name}=${value}`),
    ),
    ...each(
      "--build-context",
      Object.entries(spec.contexts).map(([name, folder]) => `${name}=${folder}`),
    ),
    ...(host.ca === undefined ? [] : ["--secret", `id=ca,src=${host.ca}`]),
    spec.context,
  ];
}

/** The host's certificates, if it keeps them in a file. */
export function hostCaBundle(): string | undefined {
  return caBundles.find((file) => existsSync(file));
}

const step = /^#\d+ (\[.*)$/;

/** Builds the Dockerfile of an image's folder with BuildKit. Throws LabError `image`. */
export async function buildDockerfile(job: BuildJob): Promise<void> {
  const args = buildArguments(job, { ca: hostCaBundle(), env: { ...job.engine.proxies, ...process.env } });
  const command = { file: job.engine.cli, args, env: job.engine.env, signal: job.signal };
  const good = await runLogged(command, job.log, (line) => {
    const found = step.exec(line)?.[1];
    if (found !== undefined && !found.includes("[internal]"))
      job.say(found.replaceAll(/\s+/g, " ").slice(0, 100));
  });
  if (!good) {
    throw job.log.failure(
      `docker buildx build failed for ${job.spec.name}`,
      "look whether deb.debian.org is reachable and docker buildx works",
    );
  }
}

/** Puts labels on an image that is built already, under a new reference: nothing is copied. */
export async function relabel(
  job: BuildJob,
  from: string,
  target: string,
  labels: Record<string, string>,
): Promise<void> {
  const text = [
    `FROM ${from}`,
    ...Object.entries(labels).map(([name, value]) => `LABEL ${name}="${value}"`),
    "",
  ];
  const args = ["buildx", "build", "--builder=default", "--load", "--progress=plain", "--provenance=false"];
  const good = await runLogged(
    {
      file: job.engine.cli,
      args: [...args, `--tag=${target}`, "-"],
      env: job.engine.env,
      input: text.join("\n"),
      signal: job.signal,
    },
    job.log,
    () => {},
  );
  if (!good) throw job.log.failure(`labelling ${job.spec.name} failed`);
}
