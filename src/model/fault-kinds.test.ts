import { expect, test } from "vitest";
import { abilityNames } from "./abilities.ts";
import { faultKind, faultKinds } from "./fault.ts";

test("every kind has a name of its own, which is also a word in a file and on the command line", () => {
  const names = faultKinds.map((kind) => kind.name);
  expect(new Set(names).size).toBe(names.length);
  for (const name of names) expect(name).toMatch(/^[a-z][a-z-]*$/);
});

test("parameters are words, too, and each says what it means", () => {
  for (const kind of faultKinds) {
    for (const [name, param] of Object.entries(kind.params)) {
      expect(name, kind.name).toMatch(/^[a-z][a-z-]*$/);
      expect(param.means, `${kind.name} ${name}`).not.toBe("");
    }
  }
});

test("needs are abilities that are tried, in groups that are not empty", () => {
  for (const kind of faultKinds) {
    for (const group of kind.needs) {
      expect(group.length, kind.name).toBeGreaterThan(0);
      for (const ability of group) expect(abilityNames, kind.name).toContain(ability);
    }
  }
});

test("a kind is found by its exact name only", () => {
  expect(faultKind("process-kill")?.name).toBe("process-kill");
  expect(faultKind("process")).toBeUndefined();
  expect(faultKind("Kill")).toBeUndefined();
});
