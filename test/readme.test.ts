import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listLabs } from "../src/app/list-labs.ts";
import { labsTable } from "../src/cli/list.ts";
import { createProgram } from "../src/cli/program.ts";
import { root } from "./lab.ts";

const page = readFileSync(join(root, "README.md"), "utf8");

test("README.md lists the labs that there are", () => {
  const block = /<!-- made by (.*) -->\n\n([\s\S]*?)\n<!-- end -->/.exec(page);
  expect(block?.[1]).toBe("./lab list --markdown");
  expect(block?.[2], "./lab list --markdown, between the two comments").toBe(labsTable(listLabs(root), "en"));
});

test("README.md links to what is there", () => {
  const links = [...page.matchAll(/\]\(([^)#]+)[^)]*\)|src="([^"]+)"/g)].map(
    ([, link, picture]) => link ?? picture!,
  );
  const ours = links.filter((link) => !/^https?:/.test(link));
  expect(ours.length).toBeGreaterThan(8);
  expect(ours.filter((link) => !existsSync(join(root, link)))).toEqual([]);
});

test("README.md names verbs that there are", async () => {
  const io = { out: () => {}, err: () => {}, env: {}, signal: new AbortController().signal };
  const program = await createProgram(
    { ...io, interactive: false, colour: false, setExitCode: () => {} },
    "0",
  );
  const verbs = program.commands.map((command) => command.name());
  const named = [...page.matchAll(/\.\/lab ([a-z-]+)/g)].map(([, verb]) => verb!);
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((verb) => !verbs.includes(verb))).toEqual([]);
});
