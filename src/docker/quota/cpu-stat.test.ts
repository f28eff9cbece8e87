import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { parseCpuStat, readGroupCpuS, readSharedQuota } from "./cpu-stat.ts";

function emptyTree(): string {
  const tree = mkdtempSync(join(tmpdir(), "stagecraft-tree-"));
  onTestFinished(() => rmSync(tree, { recursive: true }));
  return tree;
}

function put(tree: string, folder: string, name: string, text: string): void {
  mkdirSync(join(tree, folder), { recursive: true });
  writeFileSync(join(tree, folder, name), text);
}

const version1 = "nr_periods 40\nnr_throttled 10\nthrottled_time 2500000000\nnr_bursts 0\nburst_time 0\n";
const version2 =
  "usage_usec 9\nuser_usec 5\nsystem_usec 4\nnr_periods 40\nnr_throttled 10\nthrottled_usec 2500000\nnr_bursts 0\n";

test.each([version1, version2])("both versions of the kernel's counters are read", (text) => {
  expect(parseCpuStat(text)).toEqual({ periods: 40, throttledPeriods: 10, throttledSeconds: 2.5 });
});

test("a group without a quota has no such counters", () => {
  expect(parseCpuStat("usage_usec 9\nuser_usec 5\nsystem_usec 4\n")).toBeUndefined();
});

test.each(["cpu/stagecraft/run/a/server-1", "stagecraft/run/a/server-1"])(
  "is found in %s",
  async (folder) => {
    const tree = mkdtempSync(join(tmpdir(), "stagecraft-tree-"));
    onTestFinished(() => rmSync(tree, { recursive: true }));
    mkdirSync(join(tree, folder), { recursive: true });
    writeFileSync(join(tree, folder, "cpu.stat"), version1);
    expect(await readSharedQuota("/stagecraft/run/a/server-1", tree)).toMatchObject({ periods: 40 });
    expect(await readSharedQuota("/stagecraft/run/a/server-2", tree)).toBeUndefined();
  },
);

test("the CPU time of a group is read of either version", async () => {
  const tree = emptyTree();
  put(tree, "cpuacct/stagecraft/one", "cpuacct.usage", "2500000000\n");
  put(tree, "stagecraft/two", "cpu.stat", `usage_usec 1500000\n${version2.slice(13)}`);
  expect(await readGroupCpuS("/stagecraft/one", tree)).toBe(2.5);
  expect(await readGroupCpuS("/stagecraft/two", tree)).toBe(1.5);
  expect(await readGroupCpuS("/stagecraft/three", tree)).toBeUndefined();
});
