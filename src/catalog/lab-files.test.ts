import { afterEach, beforeEach, expect, it } from "vitest";
import { placeText } from "../model/errors.ts";
import { checkLabFiles, foldersWithoutLab } from "./lab-files.ts";
import type { TestProject } from "./testing/project.ts";
import { englishTexts, wholeProject } from "./testing/whole-project.ts";

let project: TestProject;
let folder: string;
beforeEach(() => {
  project = wholeProject();
  folder = `${project.root}/labs/04-two`;
});
afterEach(() => project.remove());

const told = () =>
  checkLabFiles(folder, ["en", "ko"]).map(
    ({ what, place }) => `${placeText(place!).slice(folder.length + 1)} ${what}`,
  );

const english = (more: string) => project.write("labs/04-two/en.md", `${englishTexts}\n${more}\n`);

it("finds nothing in a folder with the lab and its texts", () => {
  expect(told()).toEqual([]);
});

it("tells files that nothing refers to, also in folders of it", () => {
  project.write("labs/04-two/old.yaml", "");
  project.write("labs/04-two/pictures/lost.svg", "");
  project.write("labs/04-two/fr.md", "");
  expect(told()).toEqual([
    "fr.md nothing refers to this file",
    "old.yaml nothing refers to this file",
    "pictures/lost.svg nothing refers to this file",
  ]);
});

it.each([
  "![the picture](pictures/a b.svg)".replace(" b", "%20b"),
  "see [it](<pictures/a%20b.svg>) there",
  '![x](pictures/a%20b.svg "a title")',
  "[p]: pictures/a%20b.svg",
  "[it](pictures/a%20b.svg#part)",
])("takes %s for a reference", (text) => {
  project.write("labs/04-two/pictures/a b.svg", "");
  expect(told()).toHaveLength(1);
  english(text);
  expect(told()).toEqual([]);
});

it("follows pages that a text links", () => {
  project.write("labs/04-two/more.md", "![deep](deep.svg)");
  project.write("labs/04-two/deep.svg", "");
  english("[more](more.md)");
  expect(told()).toEqual([]);
});

it("tells links to files that are not there, with line and column", () => {
  english("one [a](gone.svg) and [b](../04-two/lab.yaml) and [c](more/gone.md)");
  const line = englishTexts.split("\n").length + 1;
  expect(told()).toEqual([
    `en.md:${line}:5 there is no file "gone.svg"`,
    `en.md:${line}:51 there is no file "more/gone.md"`,
  ]);
});

it("leaves web addresses, headings and code alone", () => {
  english("[a](https://example.org/x) [b](#story) `[c](gone.md)`\n\n```md\n[d](gone.md)\n```");
  expect(told()).toEqual([]);
});

it("tells folders of labs/ that are no lab", () => {
  project.write("labs/05-new/en.md", "");
  expect(foldersWithoutLab(`${project.root}/labs`)).toEqual([
    expect.objectContaining({
      what: "the folder has no lab.yaml, so it is no lab",
      place: { file: `${project.root}/labs/05-new` },
    }),
  ]);
  expect(foldersWithoutLab(`${project.root}/none`)).toEqual([]);
});
