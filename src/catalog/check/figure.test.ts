import { type Case, tells } from "../testing/bad-lab.ts";

const refused = "    on: two\n    during: kill/baseline\n";

const cases: Case[] = [
  {
    name: "a part of a metric that has none",
    change: [refused, `${refused}    of: app-1\n`],
    at: "of: app-1",
    what: "sessions.refused_ratio is not told by parts",
    next: "leave `of` out",
  },
  {
    name: "a figure that is compared with itself",
    change: [refused, `${refused}    comparedWith: {during: kill/baseline}\n`],
    at: "{during: kill/baseline}",
    what: "the figure is compared with itself",
  },
  {
    name: "a ratio that compares once more",
    change: ["ratio: [two, one]\n", "ratio: [two, one]\n    comparedWith: {on: one}\n"],
    at: "comparedWith",
    what: '"ratio" compares already',
  },
  {
    name: "a comparison with a phase that the step does not have",
    change: [refused, `${refused}    comparedWith: {during: calm/fault}\n`],
    at: "calm/fault",
    what: "calm has no fault phase; it has baseline, all",
  },
  {
    name: "a comparison with a step that does not measure on a control",
    change: [refused, `${refused}    comparedWith: {during: calm/baseline}\n`],
    at: "one]\n  - id: more",
    what: 'the step "calm" does not measure on "one"',
  },
  {
    name: "a comparison with a stage that is not there",
    change: [refused, `${refused}    comparedWith: {on: tow}\n`],
    at: "tow}",
    what: 'there is no stage alias "tow"',
  },
  {
    name: "a control that is what the claim compares with",
    change: [refused, `${refused}    comparedWith: {on: one}\n`],
    at: "one]\n  - id: more",
    what: 'the claim cannot hold and fail on "one"',
  },
  {
    name: "a comparison that names nothing",
    change: [refused, `${refused}    comparedWith: {}\n`],
    at: "{}",
    what: "the figure is compared with itself",
  },
];

tells("what a figure is of", cases);
