import { describe, expect, it } from "vitest";
import { buildArguments } from "./build-dockerfile.ts";
import type { ImageSpec } from "./spec.ts";

const spec: ImageSpec = {
  name: "app",
  variable: "STAGECRAFT_APP",
  tag: "1",
  context: "/project/app",
  contexts: { bundle: "/project/dist" },
  from: { image: "node", arg: "NODE_IMAGE" },
  versions: [],
  downloadMiB: 0,
  diskMiB: 0,
};
const job = { spec, target: "stagecraft/building:app-1", labels: { a: "b" }, parentRef: "node:24" };

describe("buildArguments", () => {
  it("passes what it is built on, its folders, the host's certificates as a secret and the proxy", () => {
    const words = buildArguments(job, {
      ca: "/ca.crt",
      env: { https_proxy: "http://proxy:3128", HOME: "/root" },
    });
    expect(words.slice(0, 2)).toEqual(["buildx", "build"]);
    expect(words.at(-1)).toBe("/project/app");
    const line = words.join(" ");
    expect(line).toContain("--build-arg NODE_IMAGE=node:24");
    expect(line).toContain("--build-arg https_proxy=http://proxy:3128");
    expect(line).toContain("--build-context bundle=/project/dist");
    expect(line).toContain("--secret id=ca,src=/ca.crt");
    expect(line).toContain("--network=host");
    expect(line).not.toContain("HOME");
  });

  it("passes no secret where the host has no bundle", () => {
    expect(buildArguments(job, { ca: undefined, env: {} }).join(" ")).not.toContain("--secret");
  });
});
