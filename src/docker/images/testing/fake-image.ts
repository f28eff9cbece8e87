import { createHash, randomBytes } from "node:crypto";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";

/** One thing that a registry serves by its digest. */
export interface Blob {
  bytes: Buffer;
  digest: string;
}

/** A whole image as a registry serves it: one layer, its configuration, and the manifest that names both. */
export interface FakeImage {
  layer: Blob;
  config: Blob;
  manifest: Blob;
  /** A list of one manifest, for the image's platform alone. */
  index: Blob;
}

export const mediaTypes = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  index: "application/vnd.docker.distribution.manifest.list.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
} as const;

/** The label that every image of the fake registry carries, so that a test finds what was left of one. */
export const fakeLabel = "io.stagecraft.test.pull";

const sha256 = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const blob = (bytes: Buffer): Blob => ({ bytes, digest: sha256(bytes) });
const jsonBlob = (value: unknown) => blob(Buffer.from(JSON.stringify(value)));

async function tarOf(name: string, content: Buffer): Promise<Buffer> {
  const tar = pack();
  tar.entry({ name, mode: 0o644, mtime: new Date(0) }, content);
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** An image nobody has yet, whose one layer is about `layerBytes` of noise; `label` is the value of `fakeLabel`. */
export async function makeFakeImage(
  architecture: string,
  layerBytes: number,
  label: string,
): Promise<FakeImage> {
  const tar = await tarOf("noise", randomBytes(layerBytes));
  const layer = blob(gzipSync(tar, { level: 1 }));
  const config = jsonBlob({
    architecture,
    os: "linux",
    config: { Labels: { [fakeLabel]: label } },
    rootfs: { type: "layers", diff_ids: [sha256(tar)] },
    history: [{ created: "2026-01-01T00:00:00Z", created_by: "fake registry" }],
  });
  const part = (mediaType: string, { bytes, digest }: Blob) => ({ mediaType, size: bytes.length, digest });
  const manifest = jsonBlob({
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: part(mediaTypes.config, config),
    layers: [part(mediaTypes.layer, layer)],
  });
  const index = jsonBlob({
    schemaVersion: 2,
    mediaType: mediaTypes.index,
    manifests: [{ ...part(mediaTypes.manifest, manifest), platform: { architecture, os: "linux" } }],
  });
  return { layer, config, manifest, index };
}
