import { expect, it } from "vitest";
import type { Coverage, CoveredIdea } from "../app/coverage.ts";
import { paintWith } from "../text/colour.ts";
import { coverageText } from "./coverage.ts";

const idea = (more: Partial<CoveredIdea>): CoveredIdea => ({
  id: "001-login",
  says: { en: "Log in again", ko: "다시 로그인" },
  source: "001",
  section: "§3",
  lab: "04",
  track: 1,
  sidebar: false,
  status: "proved",
  claims: ["04-two/refused"],
  steps: ["04-two/why"],
  ...more,
});

const none = { claims: [], steps: [] };
const covered: Coverage = {
  ideas: [
    idea({}),
    idea({ id: "001-box", status: "told", sidebar: true, claims: [], steps: ["06-x/boxes"] }),
    idea({ id: "001-files", status: "missing", ...none }),
    idea({ id: "002-box", source: "002", status: "open", lab: "08", sidebar: true, ...none }),
  ],
  sources: [
    { source: "001", title: { en: "First", ko: "첫째" }, ideas: 3, proved: 1, told: 1, missing: 1, open: 0 },
    { source: "002", title: { en: "Second", ko: "둘째" }, ideas: 1, proved: 0, told: 0, missing: 0, open: 1 },
  ],
  tracks: [
    { track: 1, title: { en: "Growing", ko: "성장" }, ideas: 4, proved: 1, told: 1, missing: 1, open: 1 },
  ],
  total: { ideas: 4, proved: 1, told: 1, missing: 1, open: 1 },
};

const text = (open: boolean, language: "en" | "ko" = "en") =>
  coverageText(covered, { language, open, paint: paintWith(false) }).split("\n");

const totals = [
  "                  ideas  proved  told  missing  open",
  "001 First             3       1     1        1     0",
  "002 Second            1       0     0        0     1",
  "track 1: Growing      4       1     1        1     1",
  "all                   4       1     1        1     1",
  "",
];

it("lists every idea below its source with what treats it, then the totals", () => {
  expect(text(false)).toEqual([
    "001 First",
    "  proved   001-login (§3)",
    "           Log in again",
    "           claims 04-two/refused; steps 04-two/why",
    "  told     001-box (§3)",
    "           Log in again",
    "           sidebars 06-x/boxes",
    "  missing  001-files (§3)",
    "           Log in again",
    "           missing in lab 04",
    "",
    "002 Second",
    "  open     002-box (§3)",
    "           Log in again",
    "           planned for a sidebar of lab 08",
    "",
    ...totals,
  ]);
});

it("lists only what nothing treats, with the totals of all", () => {
  const lines = text(true);
  expect(lines.filter((line) => /^ {2}\w/.test(line))).toEqual([
    "  missing  001-files (§3)",
    "  open     002-box (§3)",
  ]);
  expect(lines.slice(-totals.length)).toEqual(totals);
});

it("speaks the reader's language", () => {
  expect(text(false, "ko")).toContain("           다시 로그인");
  expect(text(false, "ko")[0]).toBe("001 첫째");
});
