import { execa } from "execa";
import { LabError } from "../../../model/errors.ts";

const networkTries = [
  "-o",
  "Acquire::Retries=2",
  "-o",
  "Acquire::http::Timeout=15",
  "-o",
  "Acquire::https::Timeout=15",
];
const signed = [
  "-o",
  "APT::Get::AllowUnauthenticated=false",
  "-o",
  "Acquire::AllowInsecureRepositories=false",
];

/** Runs apt-get without questions and in one language. Throws `environment` with apt's own first error. */
export async function aptGet(
  args: readonly string[],
  what: string,
  options: { cwd?: string; cancelSignal?: AbortSignal | undefined } = {},
): Promise<string> {
  const result = await execa("apt-get", [...networkTries, ...signed, ...args], {
    ...(options.cwd !== undefined && { cwd: options.cwd }),
    ...(options.cancelSignal && { cancelSignal: options.cancelSignal }),
    reject: false,
    stdin: "ignore",
    env: { DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
  });
  if (result.exitCode === 0) return result.stdout;
  options.cancelSignal?.throwIfAborted();
  throw aptError(what, `${result.stderr}\n${result.shortMessage ?? ""}`);
}

/** What to do about apt's complaint: an unreachable server, a lock, a full disk or something else. */
export function aptError(what: string, output: string): LabError {
  const line = /^(?:E|W|Err[^ ]*): ?(.*)$/m.exec(output)?.[1] ?? output.trim().split("\n")[0] ?? "";
  let next = "mend what apt says, or install Docker yourself (https://docs.docker.com/engine/install/)";
  if (
    /Temporary failure resolving|Could not resolve|Could not connect|Unable to connect|timed out|unreachable/i.test(
      output,
    )
  ) {
    next =
      "check the network (apt's proxy is set in /etc/apt/apt.conf.d), name another mirror with STAGECRAFT_DEBIAN_MIRROR, or install Docker yourself (https://docs.docker.com/engine/install/)";
  } else if (/NO_PUBKEY|not signed|EXPKEYSIG/i.test(output)) {
    next = "update the package debian-archive-keyring: this release's key is not known here";
  } else if (/No space left/i.test(output)) {
    next = "free some disk space and run the command again";
  }
  return new LabError("environment", `${what}: ${line}`, { next });
}
