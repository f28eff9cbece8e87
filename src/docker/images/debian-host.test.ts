import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { whyNoBase } from "./debian-host.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "stagecraft-path-"));
  writeFileSync(join(folder, "mmdebstrap"), "");
  chmodSync(join(folder, "mmdebstrap"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("whyNoBase", () => {
  const debian = 'NAME="Debian GNU/Linux"\nID=debian\n';
  it.each([
    ["Debian as root with the tool", 0, debian, true, undefined],
    ["Ubuntu as root with the tool", 0, "ID=ubuntu\nID_LIKE=debian\n", true, undefined],
    ["Fedora", 0, "ID=fedora\n", true, /Debian-family/],
    ["a host that does not say", 0, undefined, true, /Debian-family/],
    ["not root", 1000, debian, true, /by root/],
    ["no mmdebstrap", 0, debian, false, /mmdebstrap is missing/],
  ])("%s", (_, uid, osRelease, tool, expected) => {
    const why = whyNoBase({ PATH: tool ? `/nowhere:${folder}` : "/nowhere" }, { uid, osRelease })?.why;
    if (expected) expect(why).toMatch(expected);
    else expect(why).toBeUndefined();
  });
});
