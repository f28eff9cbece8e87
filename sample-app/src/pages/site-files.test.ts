import { readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";
import { retold, siteFiles } from "./site-files.ts";

const source = fileURLToPath(new URL("../../static", import.meta.url));
const made: string[] = [];

afterEach(async () => {
  for (const folder of made.splice(0)) {
    // never the source itself
    expect(dirname(folder)).toBe(tmpdir());
    await rm(folder, { recursive: true });
  }
});

test("the site of the files' own name at the root is served as it stands", async () => {
  expect(await siteFiles(source, { name: "Commons", base: "" })).toBe(source);
});

test("another name and path are in every page of a copy; two processes may make it at once", async () => {
  const site = { name: "Tea & Co", base: "/shop" };
  const [copy, other] = await Promise.all([siteFiles(source, site), siteFiles(source, site)]);
  made.push(copy);
  expect(other).toBe(copy);
  expect(basename(copy)).toMatch(/^commons-static-/);
  expect((await readdir(copy)).sort()).toEqual((await readdir(source)).sort());
  for (const name of ["index.html", "login.html", "signup.html"]) {
    const text = await readFile(join(copy, name), "utf8");
    expect(text).toContain("Tea &amp; Co");
    expect(text).not.toContain("Commons");
    expect([...text.matchAll(/(?:href|action)="(?!\/shop\/)/g)]).toEqual([]);
  }
  const secondOf = async (at: string) => Math.trunc((await stat(join(at, "style.css"))).mtimeMs / 1000);
  expect(await secondOf(copy)).toBe(await secondOf(source));
});

test("only links that begin at the root are moved", () => {
  const text = '<a href="/feed"><a href="https://a.example/"><a href="#x">';
  expect(retold(text, { name: "Commons", base: "/a" })).toBe(
    '<a href="/a/feed"><a href="https://a.example/"><a href="#x">',
  );
});
