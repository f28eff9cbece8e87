import { type Case, tells } from "../testing/bad-lab.ts";

const duplicates: Case[] = [
  {
    name: "a step id",
    change: ["{id: why,", "{id: story,"],
    at: "story, explain",
    what: 'the step id "story" is there twice',
    next: "the first is on line 15",
  },
  {
    name: "a claim id",
    change: ["- id: refused", "- id: ejected"],
    at: "ejected\n    says: {en: Refused",
    what: 'the claim id "ejected" is there twice',
  },
  {
    name: "a question id",
    change: ["{id: q2, if: {wrong: q1}", "{id: q1"],
    at: "q1, kind: number",
    what: 'the question id "q1" is there twice',
  },
  {
    name: "a hint",
    change: ["hints: [hint-1]", "hints: [hint-1, hint-1]"],
    at: "hint-1]",
    what: 'the hint "hint-1" is there twice',
  },
  {
    name: "an idea of a step",
    change: ["{id: story, read: true}", "{id: story, read: true, treats: [001-x, 001-x]}"],
    at: "001-x]",
    what: 'the idea "001-x" is there twice',
  },
  {
    name: "a stage of a step",
    change: ["on: [two], for: 2m", "on: [two, two], for: 2m"],
    at: "two], for: 2m",
    what: 'the stage "two" is there twice',
  },
  {
    name: "a key",
    change: ["minutes: 10\n", "minutes: 10\nminutes: 20\n"],
    at: "minutes: 20",
    what: "this key is there twice",
  },
];

tells("duplicates: tells", duplicates);
