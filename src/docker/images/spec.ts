/** A command in the image and what its output must look like; the pattern's first group is the version. */
export interface VersionCheck {
  command: string[];
  expect: RegExp;
}

/** One image of images.yaml. */
export interface ImageSpec {
  name: string;
  /** Reference of the official image; without it the image only exists home-built. */
  official?: string;
  /** Environment variable that overrides the reference, in compose files and here. */
  variable: string;
  tag: string;
  /** Build folder, absolute. */
  context: string;
  /** Further build folders by the name the Dockerfile uses, absolute. */
  contexts: Record<string, string>;
  from?: { image: string; arg: string };
  /** Debian suite of a base image: built with mmdebstrap instead of a Dockerfile. */
  suite?: string;
  versions: VersionCheck[];
  /** Environment variable in which the official image says its version. */
  versionEnv?: string;
  /** What building it downloads and keeps, without what it is built on. */
  downloadMiB: number;
  diskMiB: number;
}

/** Labels on home-built images; containers inherit them, so none of them is a label that `clean` looks for. */
export const imageLabels = {
  name: "io.stagecraft.image.name",
  inputs: "io.stagecraft.image.inputs",
  version: "org.opencontainers.image.version",
} as const;

/** Local reference of a home-built image; the hash of its inputs makes every edition a reference of its own. */
export function homeReference(spec: ImageSpec, inputHash: string): string {
  return `stagecraft/${spec.name}:${spec.tag}-${inputHash.slice(0, 12)}`;
}
