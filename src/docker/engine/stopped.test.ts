import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { findExecutable } from "./stopped.ts";

test("finds an executable on PATH, not a plain file, and not in the private engine's home", () => {
  const base = mkdtempSync(join(tmpdir(), "path-"));
  const [plain, home, other] = ["plain", "home/bin", "other"].map((name) => join(base, name));
  for (const folder of [plain!, home!, other!]) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, "dockerd"), "");
    chmodSync(join(folder, "dockerd"), folder === plain ? 0o644 : 0o755);
  }
  const path = [plain, home, other].join(":");
  expect(findExecutable("dockerd", path)).toBe(join(home!, "dockerd"));
  expect(findExecutable("dockerd", path, join(base, "home"))).toBe(join(other!, "dockerd"));
  expect(findExecutable("dockerd", `${plain}:${home}`, join(base, "home"))).toBeUndefined();
});
