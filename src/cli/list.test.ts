import { expect, it } from "vitest";
import type { ListedLab } from "../app/list-labs.ts";
import { labsTable } from "./list.ts";

const lab: ListedLab = {
  id: "04-two",
  title: { en: "Two | more", ko: "둘" },
  question: { en: "Why two?", ko: "왜 둘인가?" },
  minutes: 25,
  stages: ["one", "two"],
  bill: { memoryMiB: 1856, containers: 9, diskMiB: 500 },
  status: "ready",
  problems: [],
};
const broken: ListedLab = {
  ...lab,
  id: "05-bad",
  title: { en: "05-bad", ko: "05-bad" },
  minutes: null,
  bill: { memoryMiB: 0, containers: 0, diskMiB: 0 },
};
delete broken.question;

it("puts labs into a table, in each language", () => {
  expect(labsTable([lab, broken], "en").split("\n").slice(2)).toEqual([
    "| [04 Two \\| more](labs/04-two/en.md) | Why two? | 25 min | 1.8 GiB |",
    "| [05 05-bad](labs/05-bad/en.md) |  |  |  |",
    "",
  ]);
  expect(labsTable([lab], "ko")).toContain("| [04 둘](labs/04-two/ko.md) | 왜 둘인가? | 25분 | 1.8 GiB |");
});
