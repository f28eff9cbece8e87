import type Docker from "dockerode";
import { asking } from "../access.ts";
import type { LocalImage } from "./look.ts";
import { failureOf, type PullFailure, type PullTarget } from "./pull-failure.ts";
import { withTag } from "./reference.ts";

/** Gives a reference back to the image that had it before. */
async function putBack(docker: Docker, reference: string, id: string): Promise<void> {
  const whole = withTag(reference);
  const at = whole.lastIndexOf(":");
  if (whole.includes("@")) return;
  await asking(docker.getImage(id).tag({ repo: whole.slice(0, at), tag: whole.slice(at + 1) }));
}

/**
 * Refuses an image that was pulled and is for another platform than the engine's, and takes it away again: an
 * emulated server would be measured as if it were a slow one. `before` is what had the reference before the pull.
 */
export async function refusePlatform(
  docker: Docker,
  target: PullTarget,
  before: LocalImage | undefined,
): Promise<PullFailure | undefined> {
  const image = docker.getImage(withTag(target.reference));
  const [engine, pulled] = await Promise.all([asking(docker.version()), asking(image.inspect())]);
  const fits = pulled.Os === engine.Os && pulled.Architecture === engine.Arch;
  // images made by `docker import` may say nothing
  if (fits || !pulled.Architecture) return undefined;
  if (before?.id !== pulled.Id) {
    await asking(image.remove());
    if (before) await putBack(docker, target.reference, before.id);
  }
  return failureOf(
    "platform",
    target,
    `it is for ${pulled.Os}/${pulled.Architecture}, the engine is ${engine.Os}/${engine.Arch}`,
  );
}
