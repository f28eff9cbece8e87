import { expect, test } from "vitest";
import { createPasswords, hashWith } from "./password.ts";

const passwords = createPasswords(16);

test("the right password passes, a wrong one and an unknown user do not", async () => {
  const stored = await passwords.hash("correct horse");
  expect(await passwords.verify("correct horse", stored)).toBe(true);
  expect(await passwords.verify("correct house", stored)).toBe(false);
  expect(await passwords.verify("nobody", undefined)).toBe(false);
});

test("two hashes of one password differ: each has a salt of its own", async () => {
  expect(await passwords.hash("same")).not.toBe(await passwords.hash("same"));
});

test("a hash made at another cost still verifies", async () => {
  const stored = await hashWith("old", Buffer.alloc(16, 7), 64);
  expect(stored).toMatch(/^scrypt\$64\$/);
  expect(await passwords.verify("old", stored)).toBe(true);
});

test("what is no hash of ours is nobody's password", async () => {
  expect(await passwords.verify("x", "plain text")).toBe(false);
});
