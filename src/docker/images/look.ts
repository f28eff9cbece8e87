import type Docker from "dockerode";
import { asking, statusOf } from "../access.ts";
import { type ImageSpec, imageLabels } from "./spec.ts";

/** An image that the engine has. */
export interface LocalImage {
  ref: string;
  id: string;
  sizeBytes: number;
  labels: Record<string, string>;
  env: Record<string, string>;
}

/** The engine's image under a reference, or undefined. */
export async function look(docker: Docker, ref: string): Promise<LocalImage | undefined> {
  try {
    const found = await asking(docker.getImage(ref).inspect());
    const env = (found.Config?.Env ?? []).map((pair): [string, string] => {
      const at = pair.indexOf("=");
      return [pair.slice(0, at), pair.slice(at + 1)];
    });
    return {
      ref,
      id: found.Id,
      sizeBytes: found.Size,
      labels: found.Config?.Labels ?? {},
      env: Object.fromEntries(env),
    };
  } catch (thrown) {
    if (statusOf(thrown) === 404 || statusOf(thrown) === 400) return undefined;
    throw thrown;
  }
}

/** What an image is for those built on it: its inputs when it is home-built, so that all machines agree; else its id. */
export function identityOf(image: LocalImage): string {
  const ours = image.ref.startsWith("stagecraft/") ? image.labels[imageLabels.inputs] : undefined;
  return ours ?? `${image.ref}@${image.id}`;
}

/** The version an image says it has: the official image's variable, our label, else its tag. A label may be its base's. */
export function versionOf(spec: ImageSpec, image: LocalImage): string {
  const fromEnv = spec.versionEnv === undefined ? undefined : image.env[spec.versionEnv];
  const fromTag = image.ref.slice(image.ref.lastIndexOf("/") + 1).split(":")[1];
  return fromEnv ?? image.labels[imageLabels.version] ?? fromTag ?? "unknown";
}
