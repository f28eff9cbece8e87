import { constants } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { LabError, messageOf } from "../model/errors.ts";
import type { ResolvedCompose } from "./compose.ts";

interface Config {
  name?: string;
  file?: string;
  content?: string;
  [key: string]: unknown;
}

interface Inlined {
  config: Config;
  /** Whether the file may be run by its owner. */
  runs: boolean;
}

// modes of the copy: whatever a checkout's umask was, the server's own user can read (and run) it
const readable = 0o444;
const runnable = 0o555;

async function inlined(name: string, config: Config): Promise<Inlined> {
  const { file, ...others } = config;
  if (file === undefined) return { config, runs: false };
  try {
    const [bytes, { mode }] = await Promise.all([readFile(file), stat(file)]);
    const text = bytes.toString("utf8");
    if (!Buffer.from(text, "utf8").equals(bytes)) throw new Error("it is no UTF-8 text");
    // compose reads the file once more: a dollar sign must not become a variable
    return {
      config: { ...others, content: text.replaceAll("$", "$$$$") },
      runs: (mode & constants.S_IXUSR) !== 0,
    };
  } catch (thrown) {
    throw new LabError("stage", `cannot read the file of the config ${name}, ${file}: ${messageOf(thrown)}`, {
      next: "make it readable for this user, or check the stage out again",
    });
  }
}

/**
 * Puts the text of every config that is a file into the compose file itself, so that the engine needs no path of ours: it
 * may be on a machine that does not see the checkout (Docker Desktop, a forwarded socket), and then a bind mount would
 * be an empty folder. Throws LabError `stage` for a file that cannot be read or is no text.
 */
export async function withFilesInside(compose: ResolvedCompose): Promise<ResolvedCompose> {
  const configs = (compose.configs ?? {}) as Record<string, Config>;
  const entries = await Promise.all(
    Object.entries(configs).map(async ([name, config]) => [name, await inlined(name, config)] as const),
  );
  const byName = new Map(entries);
  const services = Object.entries(compose.services).map(([name, service]) => {
    const used = service.configs as { source: string; mode?: unknown }[] | undefined;
    if (!used) return [name, service];
    const withModes = used.map((one) => ({
      ...one,
      mode: one.mode ?? (byName.get(one.source)?.runs ? runnable : readable),
    }));
    return [name, { ...service, configs: withModes }];
  });
  return {
    ...compose,
    services: Object.fromEntries(services),
    ...(compose.configs !== undefined && {
      configs: Object.fromEntries(entries.map(([name, { config }]) => [name, config])),
    }),
  };
}
