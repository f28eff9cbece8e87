import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { LabError } from "../../model/errors.ts";
import { ignoreFilter } from "./ignore-file.ts";
import type { ImageSpec } from "./spec.ts";

/** Files of a build folder that go into the build, relative, with "/", in a fixed order. The Dockerfile always counts. */
export function contextFiles(folder: string): string[] {
  const ignoreFile = join(folder, ".dockerignore");
  const wanted = ignoreFilter(existsSync(ignoreFile) ? readFileSync(ignoreFile, "utf8") : "");
  const found: string[] = [];
  const walk = (path: string) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const full = join(path, entry.name);
      const name = relative(folder, full).split(sep).join("/");
      if (entry.isDirectory()) {
        if (entry.name !== "node_modules" && entry.name !== ".git") walk(full);
      } else if (name === "Dockerfile" || wanted(name)) found.push(name);
    }
  };
  walk(folder);
  return found.sort();
}

/**
 * SHA-256 (hex) of all that decides what a home-built image holds: its folders, what it must contain, and what
 * it is built on. The same on every machine for the same checkout: file modes differ, so Dockerfiles set their own.
 */
export function inputHash(spec: ImageSpec, parentIdentity: string): string {
  const hash = createHash("sha256");
  // every part ends in a NUL, so that no two lists of parts read the same
  const add = (...parts: (string | Buffer)[]) => {
    for (const part of parts) hash.update(part).update("\0");
  };
  add("stagecraft image 1", spec.name, spec.suite ?? "", spec.from?.arg ?? "", parentIdentity);
  for (const check of spec.versions) add(check.expect.source, ...check.command);
  for (const [name, folder] of Object.entries({ "": spec.context, ...spec.contexts })) {
    if (!existsSync(folder)) {
      throw new LabError("image", `the image ${spec.name} is built from ${folder}, which is not there`, {
        next: "run ./lab again: it builds what is missing",
      });
    }
    for (const file of contextFiles(folder)) {
      add(name, file, readFileSync(join(folder, file)));
    }
  }
  return hash.digest("hex");
}
