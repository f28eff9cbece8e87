import type Docker from "dockerode";
import { messageOf } from "../model/errors.ts";
import { asking } from "./access.ts";

/** An image that we built, by one of its names. */
export interface OwnImage {
  tag: string;
  bytes: number;
}

/** Images that we built: those named `stagecraft/…`. */
export async function listOwnImages(docker: Docker): Promise<OwnImage[]> {
  const images = await asking(docker.listImages({ filters: { reference: ["stagecraft/*"] } }));
  return images.flatMap((image) =>
    (image.RepoTags ?? [])
      .filter((tag) => tag.startsWith("stagecraft/"))
      .map((tag) => ({ tag, bytes: image.Size })),
  );
}

/** Removes images; returns those that stay, and why. */
export async function removeOwnImages(docker: Docker, images: readonly OwnImage[]): Promise<string[]> {
  const left: string[] = [];
  for (const { tag } of images) {
    try {
      await docker.getImage(tag).remove();
    } catch (thrown) {
      left.push(`image ${tag}: ${messageOf(thrown)}`);
    }
  }
  return left;
}
