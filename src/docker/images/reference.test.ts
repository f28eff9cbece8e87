import { describe, expect, it } from "vitest";
import { registryOf, withTag } from "./reference.ts";

describe("image references", () => {
  it.each([
    ["nginx:1.30", "registry-1.docker.io:443"],
    ["library/nginx", "registry-1.docker.io:443"],
    ["docker.io/library/nginx", "registry-1.docker.io:443"],
    ["ghcr.io/some/thing:1", "ghcr.io:443"],
    ["localhost:5000/thing", "localhost:5000"],
    ["localhost/thing", "localhost:443"],
  ])("%s lives at %s", (reference, expected) => {
    const { host, port } = registryOf(reference);
    expect(`${host}:${port}`).toBe(expected);
  });

  it.each([
    ["nginx", "nginx:latest"],
    ["nginx:1", "nginx:1"],
    ["localhost:5000/nginx", "localhost:5000/nginx:latest"],
    ["nginx@sha256:abc", "nginx@sha256:abc"],
  ])("%s means %s", (reference, expected) => {
    expect(withTag(reference)).toBe(expected);
  });
});
